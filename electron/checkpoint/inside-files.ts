/** What the processes of a running container have open or mapped. */
import { printable } from '../../shared/printable.ts';
import { wholeNumber } from '../hosts/whole-number.ts';
import { type InsideRecord, type Place, readLines, readPlace, textOf } from './inside-records.ts';

export interface OpenFile extends Place {
  /** What its link in /proc says. */
  readonly target: string;
}

export interface HeldSocket extends Place {
  readonly inode: number;
  /** The kernel's name for it, for instance `UNIX-STREAM`; undefined if the host does not say. */
  readonly protocol: string | undefined;
}

/** A file in use whose name is gone. */
export interface GoneFile extends OpenFile {
  /** 0: nothing but this use keeps it. */
  readonly links: number;
  readonly bytes: number;
}

export interface Device extends OpenFile {
  readonly kind: 'character' | 'block';
  readonly major: number;
  readonly minor: number;
}

/** What is watched for changes (inotify, fanotify). */
export interface Watch extends Place {
  /** MAJOR:MINOR of the file system. */
  readonly device: string;
  /** See `inside.pl`. */
  readonly how: 'named' | 'nameless' | 'hinted' | 'sealed';
  readonly path: string;
}

/** The master's side of a terminal. */
export interface TerminalMaster extends Place {
  readonly index: number;
}

/** A network device of the program's own (TUN, TAP). */
export interface Tunnel extends Place {
  readonly device: string;
}

export interface Mapping {
  readonly pid: number;
  readonly target: string;
}

export interface OpenThings {
  readonly files: readonly OpenFile[];
  readonly sockets: readonly HeldSocket[];
  readonly gone: readonly GoneFile[];
  readonly devices: readonly Device[];
  readonly watches: readonly Watch[];
  readonly terminals: readonly TerminalMaster[];
  readonly tunnels: readonly Tunnel[];
  readonly mappings: readonly Mapping[];
}

const maxTargetLength = 256;
const shown = (text: string): string => printable(text).slice(0, maxTargetLength);

export function readOpenThings(records: readonly InsideRecord[]): OpenThings {
  const links = new Map(
    of(records, 'link').map(([place, text]) => [keyOf(place), { ...place, target: shown(text) }] as const),
  );
  const targetOf = (place: Place): string => links.get(keyOf(place))?.target ?? '';
  const protocols = new Map(
    of(records, 'protocol').map(([place, text]) => [keyOf(place), shown(text)] as const),
  );
  const files = [...links.values()].filter(({ folder }) => folder === 'fd');
  return {
    files,
    sockets: files.flatMap((file) => {
      const inode = wholeNumber(/^socket:\[(\d+)\]$/.exec(file.target)?.[1]);
      const { target, ...place } = file;
      return inode === undefined ? [] : [{ ...place, inode, protocol: protocols.get(keyOf(place)) }];
    }),
    gone: of(records, 'gone').flatMap(([place, text]) => {
      const [links, bytes] = text.split(' ').map(wholeNumber);
      return links === undefined || bytes === undefined
        ? []
        : [{ ...place, target: targetOf(place), links, bytes }];
    }),
    devices: of(records, 'device').flatMap(([place, text]) => {
      const [, kind, major, minor] =
        /^(character|block) special file\t([0-9a-f]{1,8}):([0-9a-f]{1,8})$/.exec(text) ?? [];
      if ((kind !== 'character' && kind !== 'block') || major === undefined || minor === undefined) return [];
      const numbers = { major: Number.parseInt(major, 16), minor: Number.parseInt(minor, 16) };
      return [{ ...place, target: targetOf(place), kind, ...numbers } as const];
    }),
    watches: of(records, 'watch').flatMap(([place, text]) => {
      const [, device, how, path = ''] = /^(\d+:\d+) (named|nameless|hinted|sealed) (.*)$/s.exec(text) ?? [];
      if (device === undefined) return [];
      return [{ ...place, device, how: how as Watch['how'], path: shown(path) }];
    }),
    terminals: of(records, 'terminal').flatMap(([place, text]) => {
      const index = wholeNumber(text);
      return index === undefined ? [] : [{ ...place, index }];
    }),
    tunnels: of(records, 'tunnel').map(([place, text]) => ({ ...place, device: shown(text) })),
    mappings: readLines(textOf(records, 'mapped', '-')).flatMap(({ pid, line }) => {
      const [, target] = /^(?:\S+ +){5}(\S.*)$/.exec(line) ?? [];
      return target === undefined ? [] : [{ pid, target: shown(target) }];
    }),
  };
}

function of(records: readonly InsideRecord[], word: string): (readonly [Place, string])[] {
  return records.flatMap((record) => {
    const place = record.word === word ? readPlace(record.about) : undefined;
    return place === undefined ? [] : [[place, record.text] as const];
  });
}

const keyOf = ({ pid, folder, name }: Place): string => `${pid}/${folder}/${name}`;
