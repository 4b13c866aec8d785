/** A process's memory, as /proc/PID/maps lists it. Sources: CRIU's images/mm.proto, images/vma.proto and criu/include/image.h. */
import type { Counted } from './images.ts';
import type { Message } from './message.ts';

export interface MemoryLayout {
  readonly mappings: readonly Mapping[];
  /** Addresses between which the command line lies, and the environment behind it. */
  readonly argumentsStart: number;
  readonly argumentsEnd: number;
  readonly environmentEnd: number;
  readonly program: string | undefined;
  readonly pageBytes: number;
}

export interface Mapping {
  /** As in /proc/PID/maps, for instance `7f3a5c000000-7f3a5c021000`. */
  readonly range: string;
  readonly bytes: number;
  /** As there: `rw-p`; `s` for shared in place of `p`. */
  readonly access: string;
  readonly holds: Content;
  /** The file that is mapped, and from where on, in bytes; undefined where none is. */
  readonly path: string | undefined;
  readonly offset: number;
}

export type Content =
  | ('anonymous' | 'shared' | 'file' | 'memory-file' | 'heap' | 'stack' | 'system-v' | 'socket' | 'kernel')
  | ('asynchronous-io' | 'guard' | 'unknown');

const field = {
  ...{
    stack: 5,
    argumentsStart: 8,
    argumentsEnd: 9,
    environmentEnd: 11,
    program: 12,
    auxiliary: 13,
    mapping: 14,
  },
} as const;
const mappingField = { start: 1, end: 2, offset: 3, file: 4, access: 5, flags: 6, status: 7 } as const;

/** By the bits of a mapping's status: the first that it has counts. */
const contents: readonly (readonly [bits: number, content: Content])[] = [
  // vsyscall, vdso, vvar, uprobes: what the kernel puts into every process.
  [(1 << 2) | (1 << 3) | (1 << 12) | (1 << 17), 'kernel'],
  [1 << 16, 'guard'],
  [1 << 10, 'system-v'],
  [1 << 11, 'socket'],
  [1 << 13, 'asynchronous-io'],
  [1 << 14, 'memory-file'],
  [(1 << 6) | (1 << 7), 'file'],
  // A program's stack, and the one that the processor keeps beside it.
  [(1 << 1) | (1 << 15), 'stack'],
  [1 << 5, 'heap'],
  [1 << 8, 'shared'],
  [1 << 9, 'anonymous'],
];

const defaultPageBytes = 4096;
/** getauxval(3): AT_PAGESZ. */
const auxiliaryPageSize = 6;

/** `pathOf`: the path of a file by its entry in `files.img`. */
export function readMemoryLayout(entry: Message, counted: Counted, pathOf: PathOf): MemoryLayout {
  const stack = entry.number(field.stack) ?? -1;
  return {
    mappings: Array.from(counted(entry.messages(field.mapping)), (each) => readMapping(each, stack, pathOf)),
    argumentsStart: entry.number(field.argumentsStart) ?? 0,
    argumentsEnd: entry.number(field.argumentsEnd) ?? 0,
    environmentEnd: entry.number(field.environmentEnd) ?? 0,
    program: pathOf(
      entry.required(field.program, { en: 'which program a process runs', zh: '进程运行的程序' }),
    ),
    pageBytes: pageBytesOf(entry),
  };
}

type PathOf = (file: number | undefined) => string | undefined;

/** `stack`: the address where it begins; not every version of CRIU marks its mapping. */
function readMapping(mapping: Message, stack: number, pathOf: PathOf): Mapping {
  const numbers = mapping.numbersTo(mappingField.status);
  const of = (each: keyof typeof mappingField): number => numbers[mappingField[each]] ?? 0;
  const [start, end, status] = [of('start'), of('end'), of('status')];
  const marked = contents.find(([bits]) => (status & bits) !== 0)?.[1] ?? 'unknown';
  const holds = start <= stack && stack < end ? 'stack' : marked;
  return {
    range: `${hex(start)}-${hex(end)}`,
    bytes: Math.max(0, end - start),
    access: accessOf(of('access'), of('flags')),
    holds,
    path: holds === 'file' || holds === 'memory-file' ? pathOf(of('file')) : undefined,
    offset: of('offset'),
  };
}

/** mmap(2): PROT_READ, PROT_WRITE, PROT_EXEC; MAP_SHARED. One text for all that are alike: there may be very many. */
const accessOf = (access: number, flags: number): string =>
  accesses[(access & 7) + (flags & 1 ? 8 : 0)] ?? '';
const accesses = [...'ps'].flatMap((shared) =>
  ['---', 'r--', '-w-', 'rw-', '--x', 'r-x', '-wx', 'rwx'].map((access) => access + shared),
);

const hex = (address: number): string => address.toString(16).padStart(8, '0');

/** The kernel's own word for it, which stands in pairs of kind and value. */
function pageBytesOf(entry: Message): number {
  let kind: number | undefined;
  for (const word of entry.numbers(field.auxiliary)) {
    if (kind === auxiliaryPageSize) return isPageSize(word) ? word : defaultPageBytes;
    kind = kind === undefined ? word : undefined;
  }
  return defaultPageBytes;
}

/** Those that Linux has. */
export const isPageSize = (bytes: number): boolean => [4096, 16_384, 65_536].includes(bytes);
