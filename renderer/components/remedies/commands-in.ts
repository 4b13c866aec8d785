/** Which commands of Shiplock's command line a text names, and what it says around them. */

/** What a command takes by its place: a run as r5, a restore point as rp5, anything else that has a name. */
type Taken = 'run' | 'point' | 'name';

/** Every command, with what a text may name after it. */
export const commands = {
  hosts: [],
  'hosts add': ['name'],
  'hosts list': [],
  'hosts check': ['name'],
  'hosts remove': ['name'],
  containers: ['name'],
  plan: ['name'],
  migrate: ['name'],
  fix: ['name', 'name'],
  runs: [],
  show: ['run'],
  resume: ['run'],
  rescue: ['run'],
  rollback: ['run'],
  images: [],
  'images store': ['name'],
  'images send': ['name'],
  'images ahead': ['name'],
  'images forget': ['name'],
  backup: ['name'],
  'backup take': ['name'],
  'backup policy': ['name'],
  'backup policies': [],
  'backup watch': [],
  backups: [],
  'backups remove': ['point'],
  browse: ['point'],
  search: ['point'],
  extract: ['point'],
  diff: ['point', 'point'],
  restore: ['point'],
  verify: ['point'],
  prune: [],
  'rebuild-index': [],
  store: [],
  'store passphrase': [],
  'store keyring': [],
  'store recovery-key': [],
  push: ['point', 'name'],
  pushed: ['name'],
  pull: ['name'],
  export: ['point'],
  import: ['name'],
  incidents: [],
  'incidents export': [],
  'incidents verify': ['name'],
} as const satisfies Readonly<Record<string, readonly Taken[]>>;

export type CommandName = keyof typeof commands;

export interface NamedCommand {
  readonly name: CommandName;
  /** What it is given by its place, as the text has it: what only stands for something, as `HOST`, too. */
  readonly given: readonly string[];
  /** By their names without the dashes; of one that takes no value, an empty text. */
  readonly options: ReadonlyMap<string, string>;
  /** The whole of it, to be typed at a terminal. */
  readonly text: string;
}

/** In the order of the text. Put together again they are the text, but for the quotes around a command. */
export function commandsIn(text: string): (string | NamedCommand)[] {
  const parts: (string | NamedCommand)[] = [];
  let rest = text;
  for (let at = next(rest); at !== undefined; at = next(rest)) {
    const { before, command, after } = at;
    if (before !== '') parts.push(before);
    parts.push(command);
    rest = after;
  }
  if (rest !== '') parts.push(rest);
  return parts;
}

/** Options that a text names with their value. */
const withValue: ReadonlySet<string> = new Set(['from', 'to', 'standby', 'max-freeze']);

// Chinese has no space after a name, but its punctuation is no letter.
const word = String.raw`[\p{L}\p{N}](?:[\p{L}\p{N}._/:-]*[\p{L}\p{N}_])?`;
const shapes: Readonly<Record<Taken, RegExp>> = {
  run: /^ (r\d+|RUN)(?![\w.-]*\w)/,
  point: /^ (rp\d+|POINT)(?![\w.-]*\w)/,
  name: new RegExp(`^ (${word})`, 'u'),
};
const option = /^ --([a-z]+(?:-[a-z]+)*)/;

interface Next {
  readonly before: string;
  readonly command: NamedCommand;
  readonly after: string;
}

function next(text: string): Next | undefined {
  for (const { index, 0: begin, 1: quote } of text.matchAll(/(`?)\bshiplock (?=[a-z])/g)) {
    const start = index + begin.length;
    // Quoted, it ends where the quotes do.
    const end = quote === '' ? text.length : text.indexOf('`', start);
    const read = end < 0 ? undefined : commandAt(text.slice(start, end));
    if (read === undefined) continue;
    const command = { ...read, text: `shiplock ${read.text}` };
    const after = quote === '' ? text.slice(start + read.text.length) : text.slice(end + 1);
    return { before: text.slice(0, index), command, after };
  }
  return undefined;
}

function commandAt(text: string): NamedCommand | undefined {
  const name = nameAt(text);
  if (name === undefined) return undefined;
  let length = name.length;
  const take = (shape: RegExp): string | undefined => {
    const [all = '', taken] = shape.exec(text.slice(length)) ?? [];
    length += all.length;
    return taken;
  };
  const given: string[] = [];
  for (const each of commands[name]) {
    const taken = take(shapes[each]);
    if (taken === undefined) break;
    given.push(taken);
  }
  const options = new Map<string, string>();
  for (let each = take(option); each !== undefined; each = take(option)) {
    options.set(each, (withValue.has(each) ? take(shapes.name) : undefined) ?? '');
  }
  return { name, given, options, text: text.slice(0, length) };
}

/** The longer name where one begins with another: `images store` and not `images`. */
function nameAt(text: string): CommandName | undefined {
  const [, first = '', second = ''] = /^([a-z-]+)(?: ([a-z-]+))?/.exec(text) ?? [];
  return [`${first} ${second}`, first].find(isCommand);
}

const isCommand = (name: string): name is CommandName => Object.hasOwn(commands, name);
