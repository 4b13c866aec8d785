/** What hosts have said about the inside of containers, in the form of `inside.sh`: a container whose first process is 100. */
import { type Inside, parseInside } from '../../../electron/checkpoint/inside.ts';
import { good } from './facts.ts';
import type { Subject } from '../../../electron/preflight/subject.ts';

export const record = (word: string, about: string, text: string): string => `${word}\n${about}\n${text}\0`;

export interface ProcessFacts {
  readonly pid?: number;
  readonly parent?: number;
  readonly state?: string;
  readonly tracer?: number;
  /** As the kernel has it: the number on the host, then in the container. */
  readonly numbers?: string;
  readonly session?: string;
  readonly name?: string;
}

/** The lines of one process, by default of a child of the first. */
export const status = ({ pid = 107, parent = 100, ...facts }: ProcessFacts): string =>
  Object.entries({
    Name: facts.name ?? 'pump',
    State: facts.state ?? 'S (sleeping)',
    Pid: pid,
    PPid: parent,
    TracerPid: facts.tracer ?? 0,
    NSpid: facts.numbers ?? `${pid}\t${pid - 99}`,
    NSsid: facts.session ?? '100\t1',
  })
    .map(([key, value]) => `${pid}/status:${key}:\t${value}\n`)
    .join('');

const first = status({ pid: 100, parent: 9, name: 'gauge' });

/** A look into a container of two processes, 100 and 107, and whatever these records say; another process, if that is named. */
export const looked = (records: readonly string[], other: ProcessFacts = {}): Inside =>
  parseInside([record('status', '-', first + status(other)), ...records].join(''), 100);

export const withInside = (records: readonly string[], other?: ProcessFacts): Subject => ({
  ...good,
  inside: looked(records, other),
});
