/**
 * What is another on every machine and in every run, and stands in a golden journal as a name in `${…}`: what the hosts are
 * reached by, the container and its copy, the run's marks and folders. The rest, times and sizes for instance, stays.
 */
import { z } from 'zod';
import type { Row, Tables } from './tables.ts';

export type Values = Readonly<Record<string, string | number>>;

const hostRow = z.object({
  name: z.string(),
  address: z.string(),
  key: z.string(),
  host_key: z.string(),
});
const runRow = z.object({
  owner_pid: z.number().nullable(),
  owner_started: z.number().nullable(),
  plan: z.object({
    key: z.string(),
    rwLayerFrom: z.string(),
    container: z.object({ id: z.string(), imageId: z.string(), pid: z.number() }),
  }),
});
const stepRow = z.object({
  data: z.object({
    source: z.string().optional(),
    target: z.string().optional(),
    containerId: z.string().optional(),
  }),
});

/** Those of a journal with one run, as far as it knows them. */
export function valuesOf({ rows }: Tables): Values {
  const { plan, owner_pid, owner_started } = runRow.parse(rows['runs']?.[0]);
  const data = (name: string) => {
    const row = rows['steps']?.find((step) => step['name'] === name);
    return stepRow.safeParse(row).data?.data;
  };
  return defined({
    ...Object.fromEntries((rows['hosts'] ?? []).flatMap(valuesOfHost)),
    'owner.pid': owner_pid,
    'owner.started': owner_started,
    'run.key': plan.key,
    'image.id': plan.container.imageId,
    'source.container': plan.container.id,
    'source.pid': plan.container.pid,
    'source.layer': plan.rwLayerFrom,
    'source.workspace': data('workspace')?.source,
    'target.workspace': data('workspace')?.target,
    'target.container': data('create')?.containerId,
  });
}

function valuesOfHost(row: Row): [string, string][] {
  const { name, address, key, host_key } = hostRow.parse(row);
  return [
    [`${name}.address`, address],
    [`${name}.host-key`, host_key],
    // The test hosts' one key.
    ['laptop.key', key],
  ];
}

function defined(values: Readonly<Record<string, string | number | null | undefined>>): Values {
  const known = Object.entries(values).filter(
    (each): each is [string, string | number] => each[1] !== null && each[1] !== undefined,
  );
  return Object.fromEntries(known);
}

/** The numbers among the values, by the members that hold them: a number says less than a text of what it is. */
const numbersAt: Readonly<Record<string, string>> = {
  'runs.owner_pid': 'owner.pid',
  'runs.owner_started': 'owner.started',
  'owner.pid': 'owner.pid',
  'owner.started': 'owner.started',
  'container.pid': 'source.pid',
};

/** Puts the names in the places of the values. */
export function hide(tables: Tables, values: Values): Tables {
  return changed(tables, (leaf, parent, member) => {
    if (typeof leaf === 'string') return hideIn(leaf, values, member);
    const name = numbersAt[`${parent}.${member}`];
    return name !== undefined && values[name] === leaf ? `\${${name}}` : leaf;
  });
}

function hideIn(text: string, values: Values, member: string): string {
  // The longest first, since a folder's name may hold the run's; of equal ones that which is named like the member.
  const likeness = (name: string) => (name.startsWith(`${member}.`) ? 1 : 0);
  const texts = Object.entries(values)
    .filter((each): each is [string, string] => typeof each[1] === 'string')
    .sort(([a, x], [b, y]) => y.length - x.length || likeness(b) - likeness(a));
  return texts.reduce((hidden, [name, value]) => {
    const whole = new RegExp(`(?<!\\w|\\d\\.)${escaped(value)}(?!\\w|\\.\\d)`, 'g');
    return hidden.replace(whole, `\${${name}}`);
  }, text);
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Puts values in the places of the names. Throws for one that is not known. */
export function fill(tables: Tables, values: Values): Tables {
  const known = (name: string): string | number => {
    const value = values[name];
    if (value === undefined) throw new Error(`nothing is known that ${name} could be`);
    return value;
  };
  return changed(tables, (leaf) => {
    if (typeof leaf !== 'string') return leaf;
    const alone = /^\$\{([\w.-]+)\}$/.exec(leaf)?.[1];
    if (alone !== undefined) return known(alone);
    return leaf.replace(/\$\{([\w.-]+)\}/g, (_, name: string) => String(known(name)));
  });
}

type Change = (leaf: unknown, parent: string, member: string) => unknown;

function changed({ schema, rows }: Tables, change: Change): Tables {
  const changedRows = Object.entries(rows).map(([table, all]) => [
    table,
    all.map((row) => walk(row, change, '', table) as Row),
  ]);
  return { schema, rows: Object.fromEntries(changedRows) };
}

/** Members of a list go by the name of the list. */
function walk(value: unknown, change: Change, parent: string, member: string): unknown {
  if (Array.isArray(value)) return value.map((each) => walk(each, change, parent, member));
  if (typeof value !== 'object' || value === null) return change(value, parent, member);
  const members = Object.entries(value).map(([name, each]) => [name, walk(each, change, member, name)]);
  return Object.fromEntries(members);
}
