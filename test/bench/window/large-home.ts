/** A home as it is after years: its journal holds many hosts, runs and entries. Everything in it is written by the journal itself. */
import { openDatabase } from '../../../electron/journal/database.ts';
import { History } from '../../../electron/journal/history.ts';
import { Hosts } from '../../../electron/journal/hosts.ts';
import { Runs } from '../../../electron/journal/runs.ts';
import { Steps } from '../../../electron/journal/steps.ts';

export interface Size {
  readonly hosts: number;
  readonly runs: number;
  readonly entries: number;
}

export const hostNames = ({ hosts }: Pick<Size, 'hosts'>): string[] =>
  Array.from({ length: hosts }, (_, index) => `box-${String(index + 1).padStart(2, '0')}`);

/** Runs that each go into one transaction: each of their own would be a minute of waiting for the disk. */
const together = 100;

const report = {
  bytesSent: { image: 1e6, memory: 6e7, rwLayer: 2e6, volumes: 3e7, log: 1e5 },
  rounds: Array.from({ length: 5 }, () => ({ kind: 'files', ms: 800, pausedMs: 0, bytes: 2e7 })),
  freezeParts: [{ part: 'dump', ms: 300 }],
  freezeMs: 900,
  workMs: 30_000,
  compression: { image: 'zstd', files: 'zstd', memory: 'lz4' },
  remarks: [],
};
/** As long as real plans are, which hold the container's definition. */
const plan = { shown: {}, definition: 'x'.repeat(8000) };

/** The last run is left under way, owned by this process. */
export function makeLargeHome(home: string, size: Size): void {
  const database = openDatabase(home);
  const history = new History(database);
  const hosts = new Hosts(database, history);
  const runs = new Runs(database, history);
  const steps = new Steps(database, history, runs);
  const names = hostNames(size);
  const nameAt = (index: number): string => names[index % names.length] ?? '';
  database.write(() => {
    for (const name of names) hosts.add({ ...unreachable, name });
  });
  // Four entries of the run itself, and two of each step.
  const stepsEach = Math.max(1, Math.round((size.entries / size.runs - 4) / 2));
  for (let first = 0; first < size.runs; first += together) {
    database.write(() => {
      for (let index = first; index < Math.min(first + together, size.runs); index += 1) {
        const containerName = `container-${index}`;
        const where = { source: nameAt(index), target: nameAt(index + 1) };
        const run = runs.begin({ containerName, containerId: containerName, ...where, plan });
        for (let step = 0; step < stepsEach; step += 1) {
          steps.intend(run, `step-${step}`, { round: step });
          steps.succeed(run, `step-${step}`, { ms: 10 });
        }
        if (index < size.runs - 1) runs.finish(run, 'committed', { report });
      }
    });
  }
  database.close();
}

const unreachable = {
  address: '192.0.2.1',
  port: 22,
  user: 'root',
  login: 'agent',
  sudo: false,
  hostKey: 'SHA256:AAAA',
} as const;
