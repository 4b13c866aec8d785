/** Restore points as text for people. */
import type { Output } from '../../shared/contract.ts';
import type { StoredFile } from '../../shared/model.ts';
import { formatPermissions } from '../../shared/permissions.ts';
import { printable, printableLines } from '../../shared/printable.ts';
import { formatBytes, formatMs } from '../../shared/units.ts';
import { inLanguage, type Language } from '../../shared/words.ts';

export function takenText(taken: Output<'backups.take'>, language: Language): string {
  const { name, pausedMs, wireBytes, addedBytes, withoutMemory, leftOut } = taken;
  const paused = pausedMs > 0 ? `The container stood still for ${formatMs(pausedMs)}. ` : '';
  return [
    `${name} was taken. ${paused}${formatBytes(wireBytes)} came from the host; the store grew by ${formatBytes(addedBytes)}.\n`,
    ...(withoutMemory === undefined
      ? []
      : [
          `Files and configuration only: restored, its programs start anew. ${inLanguage(withoutMemory, language)}\n`,
        ]),
    ...leftOut.map((path) => `Not in it, since it is not the container's own: ${path}\n`),
  ].join('');
}

export function verifiedText({ blobs, bytes, damages }: Output<'backups.verify'>): string {
  if (damages.length === 0) return `All is as it was written: ${blobs} blobs, ${formatBytes(bytes)}.\n`;
  const lines = damages.map(
    ({ blob, part, problem, affects, isRepaired }) =>
      `${isRepaired ? '✓ Repaired' : '✗'} ${problem === 'missing' ? 'missing' : 'damaged'}: ${part} ${blob}\n  needed by ${affects.join(', ')}\n`,
  );
  const left = damages.filter(({ isRepaired }) => !isRepaired);
  const next = [
    ...(left.some(({ part }) => part === 'image')
      ? ['A host that still has the image gives its parts again: shiplock verify --from HOST\n']
      : []),
    ...(left.some(({ part }) => part !== 'image')
      ? [
          'The next backup of the same container fetches what its host still has, and the next `verify` repairs with it. So does a `pull` of a point that was pushed before.\n',
        ]
      : []),
  ];
  return [...lines, ...next].join('');
}

export function prunedText({ removed, removedBlobs, freedBytes }: Output<'backups.prune'>): string {
  const gone = removed.length > 0 ? `Removed: ${removed.join(', ')}.\n` : '';
  return (
    gone + (removedBlobs === 0 ? 'There was no room to free.\n' : `${formatBytes(freedBytes)} were freed.\n`)
  );
}

export function rebuiltText({ points, damages }: Output<'backups.rebuildIndex'>, language: Language): string {
  const count = points === 1 ? '1 restore point' : `${points} restore points`;
  return [
    `The index was made anew: ${count}.\n`,
    ...damages.map((damage) => `✗ ${inLanguage(damage, language)}\n`),
  ].join('');
}

export function shownText(point: Output<'backups.show'>, language: Language): string {
  const { name, container, host, at, image, pausedMs, withoutMemory, places, comment, log } = point;
  const memory =
    pausedMs === undefined
      ? `no memory: ${inLanguage(withoutMemory ?? '', language)}`
      : `memory, of a pause of ${formatMs(pausedMs)}`;
  const lines = [
    `${name}: ${container} on ${host}, ${at}${comment === undefined ? '' : ` (${comment})`}`,
    `Image ${image}; ${memory}`,
    ...places.map(
      ({ kind, destination, name: volume, files, bytes }) =>
        `${destination}: ${volume === undefined ? kind : `volume ${volume}`}, ${files} files, ${formatBytes(bytes)}`,
    ),
    `Its files: shiplock browse ${name} /; its processes: shiplock browse ${name} --processes`,
    ...(log === '' ? [] : ['The last it has printed:', ...log.trimEnd().split('\n').slice(-10)]),
  ];
  return `${lines.map(printableLines).join('\n')}\n`;
}

export function browsedText({ at, entries, hasMore }: Output<'backups.browse'>): string {
  const lines = at.kind === 'folder' ? entries.map((each) => fileLine(each)) : [fileLine(at)];
  const rest = hasMore ? ['… and more: --all'] : [];
  return `${[...lines, ...rest].join('\n')}\n`;
}

export function foundText({ found, looked, hasMore }: Output<'backups.search'>): string {
  if (found.length === 0) return `Nothing of that name among ${looked}.\n`;
  const lines = found.map((file) => `${fileLine(file, file.path)}\n`);
  return [...lines, ...(hasMore ? ['… and more: name a folder with --below\n'] : [])].join('');
}

export function readFileText({ at, text, hasMore }: Output<'backups.read'>): string {
  if (text === undefined) return `${at.path} is no text. Take it out with: shiplock extract\n`;
  return `${text}${text.endsWith('\n') || text === '' ? '' : '\n'}${hasMore ? '… and more: shiplock extract\n' : ''}`;
}

const kindMarks = {
  file: '-',
  folder: 'd',
  link: 'l',
  'hard-link': '-',
  fifo: 'p',
  character: 'c',
  block: 'b',
} as const;

/** As `ls -l` has it. */
function fileLine(file: StoredFile, shownAs = nameIn(file)): string {
  const { kind, mode, uid, gid, bytes, changedAt, target } = file;
  const name = printable(shownAs);
  const leads =
    target === undefined ? '' : kind === 'link' ? ` -> ${printable(target)}` : ` = ${printable(target)}`;
  const owner = `${uid}:${gid}`.padEnd(11);
  return `${kindMarks[kind]}${formatPermissions(mode)} ${owner} ${String(bytes ?? '').padStart(12)} ${changedAt} ${name}${leads}`;
}

const nameIn = ({ path }: StoredFile): string => path.slice(path.lastIndexOf('/') + 1) || '/';

export function processesText({ processes, sockets }: Output<'backups.processes'>): string {
  const lines = processes.flatMap(
    ({ pid, parent, name, state, user, command, memoryBytes, workingFolder, openFiles }) => [
      `${pid} (of ${parent}) ${command?.join(' ') ?? name}`,
      `  ${state}, user ${user ?? '?'}, ${memoryBytes === undefined ? 'memory unknown' : formatBytes(memoryBytes)}, in ${workingFolder ?? '?'}`,
      ...openFiles.map(({ number, shown }) => `  ${String(number).padStart(3)} ${shown}`),
    ],
  );
  const held = sockets.map(({ shown, holders }) => `${shown}, held by ${holders.join(', ')}`);
  return `${[...lines, ...(held.length > 0 ? ['Sockets:', ...held] : [])].map(printableLines).join('\n')}\n`;
}

export function extractedText(
  { out, files, bytes, remarks, remarkCount }: Output<'backups.extract'>,
  language: Language,
): string {
  const count = files === 1 ? '1 file' : `${files} files`;
  const lines = [
    `${out}: ${count}, ${formatBytes(bytes)}.`,
    ...remarks.slice(0, 20).map(({ path, why }) => `! ${path}: ${inLanguage(why, language)}`),
    ...(remarkCount > 20 ? [`… and ${remarkCount - 20} more; --json lists the first thousand.`] : []),
  ];
  return `${lines.map(printableLines).join('\n')}\n`;
}

export function differencesText({ differences, hasMore }: Output<'backups.diff'>): string {
  if (differences.length === 0) return 'Their files are the same.\n';
  const marks = { added: '+', removed: '-', changed: '*' } as const;
  const lines = differences.map(
    ({ path, is, respects }) =>
      `${marks[is]} ${printable(path)}${respects.length > 0 ? ` (${respects.join(', ')})` : ''}`,
  );
  return `${[...lines, ...(hasMore ? ['… and more'] : [])].join('\n')}\n`;
}
