/** A host's mounted file systems: how full they are, and whether they can still be written to. */
import { type Lines, toNumber } from './lines.ts';

export interface FileSystem {
  /** Where it is mounted. */
  readonly place: string;
  /** For instance `ext4`. */
  readonly kind: string;
  /** What is mounted there, for instance `/dev/sda1`. */
  readonly device: string;
  readonly isReadOnly: boolean;
  /** It is read-only although the host's own table of file systems, or its use, wants it otherwise. */
  readonly hasTurnedReadOnly: boolean;
  readonly sizeBytes: number | undefined;
  readonly availableBytes: number | undefined;
  /** From 0 to 1; undefined where it has no fixed number of them. */
  readonly inodesUsed: number | undefined;
}

export function parseFileSystems(lines: Lines): FileSystem[] {
  const wanted = new Map(lines.fields('fstab').map(([place = '', , options = '']) => [place, options]));
  const spaces = byPlace(lines.fields('space'));
  const inodes = byPlace(lines.fields('inodes'));
  const devices = new Map<string, readonly [string, string]>();
  for (const [number = '', , place = ''] of lines.fields('mount')) {
    const space = spaces.get(place);
    if (space !== undefined && !devices.has(number)) devices.set(number, [place, number]);
  }
  const engineRoot = lines.first('engine-root');
  return lines.fields('mount').flatMap((fields) => {
    const [number = '', kind = '', place = '', options = '', device = ''] = fields;
    if (place === '') return [];
    const state = [...options.split(','), ...fields.slice(5).join(' ').split(',')];
    const isReadOnly = state.some((option) => readOnlyStates.has(option));
    const measured = spaces.has(place) ? place : (devices.get(number)?.[0] ?? place);
    const [kibibytes, available] = spaces.get(measured) ?? [];
    const [total, free] = inodes.get(measured) ?? [];
    return [
      {
        place,
        kind,
        device,
        isReadOnly,
        hasTurnedReadOnly: isReadOnly && isToBeWritten(kind, place, wanted.get(place), state, engineRoot),
        sizeBytes: kibibytes === undefined ? undefined : kibibytes * 1024,
        availableBytes: available === undefined ? undefined : available * 1024,
        inodesUsed:
          total === undefined || free === undefined || total <= 0 ? undefined : (total - free) / total,
      },
    ];
  });
}

/**
 * `emergency_ro`: how ext4 shows since Linux 6.15 that errors made it read-only, when it no longer shows `ro` (commits
 * "ext4: don't set SB_RDONLY after filesystem errors" and "ext4: show 'emergency_ro' when EXT4_FLAGS_EMERGENCY_RO is set").
 */
const emergencies: ReadonlySet<string> = new Set(['emergency_ro', 'shutdown']);
const readOnlyStates: ReadonlySet<string> = new Set(['ro', ...emergencies]);
const alwaysReadOnly: ReadonlySet<string> = new Set(['squashfs']);
const worked: ReadonlySet<string> = new Set(['/', '/run', '/tmp', '/var', '/var/tmp']);

function isToBeWritten(
  kind: string,
  place: string,
  wanted: string | undefined,
  state: readonly string[],
  engineRoot: string | undefined,
): boolean {
  if (state.some((option) => emergencies.has(option))) return true;
  if (alwaysReadOnly.has(kind)) return false;
  if (wanted !== undefined) return !wanted.split(',').includes('ro');
  return worked.has(place) || place === engineRoot;
}

function byPlace(all: readonly (readonly string[])[]): ReadonlyMap<string, readonly (number | undefined)[]> {
  return new Map(all.map(([place = '', ...figures]) => [place, figures.map(toNumber)]));
}
