/** Where the layers of a container's root lie on its host, as the options of an overlay mount name them. */
import { isPlainPath } from '../../hosts/plain-path.ts';

export interface OverlayFolders {
  readonly upper: string;
  /** The highest of those below; undefined where it is not named by its whole path. */
  readonly highestLower: string | undefined;
}

/** `options`: of a mount, or of a line of `mountinfo` or of `ctr snapshots mounts` that has them. Undefined for no overlay. */
export function overlayFolders(options: string): OverlayFolders | undefined {
  const upper = option(options, 'upperdir');
  const [lower] = option(options, 'lowerdir')?.split(':') ?? [];
  if (upper === undefined || !isPlainPath(upper)) return undefined;
  return { upper, highestLower: lower !== undefined && isPlainPath(lower) ? lower : undefined };
}

/** Of the root of a process, by its `mountinfo`. */
export function rootOverlay(mountinfo: string): OverlayFolders | undefined {
  return overlayFolders(/^\d+ \d+ \S+ \/ \/ .* - overlay (.*)$/m.exec(mountinfo)?.[1] ?? '');
}

/** Bytes that would break a line of `mountinfo` stand there in octal digits. */
const option = (options: string, name: string): string | undefined =>
  new RegExp(`\\b${name}=([^,\\s]+)`)
    .exec(options)?.[1]
    ?.replace(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
