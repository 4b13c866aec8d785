/** The mounts that a running container sees, and those that its runtime made for it. */
import { z } from 'zod';
import { printable } from '../../shared/printable.ts';
import { type InsideRecord, textOf } from './inside-records.ts';

export interface MountPoint {
  /** MAJOR:MINOR of what is mounted. */
  readonly device: string;
  /** The part of it that is mounted; `/` for the whole. */
  readonly root: string;
  readonly path: string;
  readonly fileSystem: string;
  /** Its peer group, and the one that it receives mounts from; undefined: none. */
  readonly shared: string | undefined;
  readonly master: string | undefined;
  /** In the container's description: the runtime makes it again on the target, with what is mounted there. */
  readonly isDescribed: boolean;
}

export function readMounts(records: readonly InsideRecord[]): MountPoint[] {
  const described = readDescribed(textOf(records, 'file', 'state'));
  return textOf(records, 'file', 'mountinfo')
    .split('\n')
    .flatMap((line) => {
      // proc_pid_mountinfo(5): ID PARENT DEVICE ROOT PATH OPTIONS TAG... - FILESYSTEM SOURCE OPTIONS
      const [before = '', after = ''] = line.split(' - ');
      const [, , device, root, path, , ...tags] = before.split(' ');
      const [fileSystem] = after.split(' ');
      if (device === undefined || root === undefined || path === undefined || !fileSystem) return [];
      const tag = (name: string): string | undefined =>
        tags.find((each) => each.startsWith(`${name}:`))?.slice(name.length + 1);
      const place = decoded(path);
      return [
        {
          device,
          root: printable(decoded(root)),
          path: printable(place),
          fileSystem: printable(fileSystem),
          shared: tag('shared'),
          master: tag('master'),
          isDescribed: described === undefined || described(place),
        },
      ];
    });
}

/** The kernel writes a space, a tab, a newline and a backslash as octal numbers. */
const decoded = (text: string): string =>
  text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));

const state = z.looseObject({
  config: z.looseObject({ mounts: z.array(z.looseObject({ destination: z.string() })) }),
});

/** Below these the runtime hides things behind mounts of its own, and CRIU knows that; the other is a container's terminal. */
const runtimesOwn = /^\/(proc|sys)\/|^\/dev\/console$/;

/** Undefined where the runtime does not say, in a form that is understood, what it mounted. */
function readDescribed(text: string): ((path: string) => boolean) | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  const known = state.safeParse(parsed);
  if (!known.success) return undefined;
  const destinations = known.data.config.mounts.map(({ destination }) => destination);
  const exact = new Set(destinations);
  // The runtime follows symbolic links: /var/run/x may be mounted at /run/x. The last name stays.
  const followed = destinations.map((destination) => destination.replace(/^.*\//, '/'));
  return (path) =>
    path === '/' ||
    runtimesOwn.test(path) ||
    exact.has(path) ||
    followed.some((name) => name.length > 1 && path.endsWith(name));
}
