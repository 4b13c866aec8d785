/** Brings two test hosts and a journal to where a run has broken off, by a real move. */
import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { execute } from '../edge/command.ts';
import { hostOf } from '../edge/known-host.ts';
import type { Hosts } from '../integration/moved-gauge.ts';
import type { State } from './states.ts';
import type { Call } from './station-process.ts';
import { readTables, type Tables } from './tables.ts';
import { type Values, valuesOf } from './values.ts';

/** What the hosts have then is the container `gauge`, on `upper`, and what is left of its move to `lower`. */
export interface BreakOff extends Hosts {
  /** Where homes are made. */
  readonly folder: string;
  /** The Shiplock that moves. Default: this one. */
  readonly checkout?: string;
}

export interface BrokenOff {
  readonly home: string;
  readonly tables: Tables;
  readonly values: Values;
}

export const thisCheckout = path.resolve(import.meta.dirname, '../..');

const stationProcess = path.join(import.meta.dirname, 'station-process.ts');

const killedBySigkill = 128 + 9;

/** No state takes longer to come to. */
const longestMs = 120_000;

/** Throws if the run does not break off as the state says. */
export async function breakOff(state: State, options: BreakOff): Promise<BrokenOff> {
  const { upper, lower, folder, checkout = thisCheckout } = options;
  const home = mkdtempSync(path.join(folder, 'home-'));
  const run = async (calls: readonly Call[], fatalStep = ''): Promise<string> => {
    const argv = [process.execPath, stationProcess, checkout, home, JSON.stringify(calls), fatalStep];
    const { status, stdout, stderr } = await execute(argv, { timeoutMs: longestMs });
    if (status !== (fatalStep === '' ? 0 : killedBySigkill))
      throw new Error(`${state.name}: status ${status}\n${stderr}${stdout}`);
    return stdout;
  };
  const { route = 'relay' } = state;
  const move = { container: 'gauge', from: upper.name, to: lower.name, route, accept: ['all'] };
  await run(
    [
      ...[upper, lower].map((host) => ({ method: 'hosts.add', input: hostOf(host) }) as const),
      { method: 'moves.start', input: move },
    ],
    state.killedAt,
  );
  const file = path.join(home, 'journal.db');
  const killed = readTables(file);
  requireRun(killed, 'running');
  // Taken now: once it needs attention, nobody owns the run.
  const values = valuesOf(killed);
  if (state.after === undefined) return { home, tables: killed, values };
  await state.after({ upper, lower, call: async (one) => JSON.parse(await run([one as Call])) });
  const tables = readTables(file);
  requireRun(tables, 'attention');
  return { home, tables, values };
}

function requireRun({ rows }: Tables, state: string): void {
  const found = rows['runs']?.map((run) => run['state']);
  if (found?.length !== 1 || found[0] !== state) throw new Error(`not one run that is ${state}: ${found}`);
}
