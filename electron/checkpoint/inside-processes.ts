/** The processes of a running container. */
import { printable } from '../../shared/printable.ts';
import { wholeNumber } from '../hosts/whole-number.ts';
import { type InsideRecord, readLines, readPlace, textOf } from './inside-records.ts';

export interface Process {
  /** On the host. */
  readonly pid: number;
  /** In the container. */
  readonly innerPid: number;
  readonly name: string;
  /** Empty if the host does not say. */
  readonly command: readonly string[];
  /** One letter, as proc(5) has it: `T` is stopped, `Z` has ended. */
  readonly state: string;
  /** Its session's leader, in the container; 0: one outside. Undefined if the host does not say. */
  readonly innerSession: number | undefined;
  /** The process that traces it, on the host; 0: none. */
  readonly tracer: number;
  readonly parent: number;
  /** Identifiers by their names in /proc/PID/ns. */
  readonly namespaces: ReadonlyMap<string, string>;
  /** The container's first process or a descendant of it: CRIU dumps those and no others. */
  readonly descends: boolean;
}

const maxNameLength = 64;

/** `first`: the host process ID of the container's first process. */
export function readProcesses(records: readonly InsideRecord[], first: number): Process[] {
  const parents = new Map<number, number>();
  const statuses = readStatuses(records);
  for (const [pid, status] of statuses) parents.set(pid, wholeNumber(status.get('PPid')) ?? 0);
  const commands = readCommands(records);
  const namespaces = readNamespaces(records);
  const level = numbersIn(statuses.get(first)?.get('NSpid')).length - 1;
  const within = (field: string | undefined): number | undefined => wholeNumber(numbersIn(field)[level]);
  return [...statuses].map(([pid, status]) => ({
    pid,
    innerPid: within(status.get('NSpid')) ?? pid,
    name: printable(status.get('Name') ?? '').slice(0, maxNameLength),
    command: commands.get(pid) ?? [],
    state: status.get('State')?.slice(0, 1) ?? '',
    innerSession: within(status.get('NSsid')),
    tracer: wholeNumber(status.get('TracerPid')) ?? 0,
    parent: parents.get(pid) ?? 0,
    namespaces: namespaces.get(pid) ?? new Map(),
    descends: descendsFrom(first, pid, parents),
  }));
}

/** NSpid and its like list the number in each namespace, from the host's inwards; a process may be in deeper ones. */
const numbersIn = (field: string | undefined): string[] => field?.trim().split(/\s+/) ?? [];

function readStatuses(records: readonly InsideRecord[]): Map<number, Map<string, string>> {
  const statuses = new Map<number, Map<string, string>>();
  for (const { pid, line } of readLines(textOf(records, 'status', '-'))) {
    const [, key, value] = /^(\w{1,16}):\s*(.*)$/.exec(line) ?? [];
    if (key === undefined || value === undefined) continue;
    const status = statuses.get(pid) ?? new Map<string, string>();
    statuses.set(pid, status.set(key, value));
  }
  return statuses;
}

function readCommands(records: readonly InsideRecord[]): Map<number, string[]> {
  const commands = new Map<number, string[]>();
  for (const { word, text } of records) {
    if (word !== 'argument') continue;
    const [, digits, argument = ''] = /^(\d{1,10})\/cmdline:(.*)$/s.exec(text) ?? [];
    const pid = wholeNumber(digits);
    if (pid === undefined) continue;
    const command = commands.get(pid) ?? [];
    command.push(argument);
    commands.set(pid, command);
  }
  return commands;
}

function readNamespaces(records: readonly InsideRecord[]): Map<number, Map<string, string>> {
  const all = new Map<number, Map<string, string>>();
  for (const { word, about, text } of records) {
    const place = word === 'link' ? readPlace(about) : undefined;
    if (place?.folder !== 'ns') continue;
    const namespaces = all.get(place.pid) ?? new Map<string, string>();
    all.set(place.pid, namespaces.set(place.name, text));
  }
  return all;
}

function descendsFrom(first: number, pid: number, parents: ReadonlyMap<number, number>): boolean {
  let at: number | undefined = pid;
  for (let steps = 0; at !== undefined && steps <= parents.size; steps += 1) {
    if (at === first) return true;
    at = parents.get(at);
  }
  return false;
}
