/** What is mounted where in the container. Source: CRIU's images/mnt.proto. */
import type { Message } from './message.ts';

export interface Mount {
  readonly path: string;
  /** The file system's type as mount(8) has it; `type N` for one that this does not know, `unknown` where CRIU did not either. */
  readonly type: string;
  readonly source: string;
  /** The folder in that file system which is mounted. */
  readonly root: string;
  /** The runtime makes it, in its own way: a volume, for instance. */
  readonly isExternal: boolean;
}

const field = { type: 1, root: 6, path: 7, source: 8, isExternal: 13, typeName: 14, key: 18 } as const;

const types = [
  ...['unknown', 'proc', 'sysfs', 'devtmpfs', 'binfmt_misc', 'tmpfs', 'devpts', 'simfs', 'pstore'],
  ...['securityfs', 'fusectl', 'debugfs', 'cgroup', 'aufs', 'mqueue', 'fuse', 'auto', 'overlay', 'autofs'],
  ...['tracefs', 'rpc_pipefs', 'nfs', 'nfs4', 'cgroup2'],
];
/** Those whose name stands in a field of its own. */
const named = [0, 16];

export function readMount(entry: Message): Mount {
  const type = entry.number(field.type) ?? 0;
  const name = named.includes(type) ? entry.text(field.typeName) : undefined;
  return {
    path: entry.text(field.path) ?? '',
    type: name ?? types[type] ?? `type ${type}`,
    source: entry.text(field.source) ?? '',
    root: entry.text(field.root) ?? '',
    isExternal: entry.isTrue(field.isExternal) || entry.bytes(field.key) !== undefined,
  };
}
