/** Volumes and bind mounts: what is copied must not run over other data, what is attached must be there. */
import { formatBytes } from '../../../shared/units.ts';
import type { Finding } from '../../../shared/model.ts';
import { isNetworkFileSystem } from '../paths.ts';
import type { Check, MountView, Subject } from '../subject.ts';

export const mounts: Check = (subject) =>
  subject.mounts.flatMap((view) => [...sharedFindings(view, subject), ...findingsOf(view, subject)]);

function sharedFindings({ mount, otherUsers, treatment }: MountView, { source }: Subject): Finding[] {
  if (treatment !== 'copy' || otherUsers.length === 0) return [];
  return [
    {
      id: 'volume-shared',
      severity: 'warning',
      text: `Volume ${mount.name} is used by other containers too; from the move on they and this one have copies of their own.`,
      measured: otherUsers.join(', '),
      remedy: `Move them as well, or stop them on ${source.name} for the move.`,
    },
  ];
}

function findingsOf(view: MountView, { target, replaceData }: Subject): Finding[] {
  const { mount, treatment, onSource, onTarget, options } = view;
  const what = mount.name === undefined || mount.anonymous ? mount.destination : `volume ${mount.name}`;
  if (mount.kind === 'other') {
    return [
      {
        id: 'mount-kind',
        severity: 'error',
        text: `The mount at ${mount.destination} is of a kind that Shiplock cannot move.`,
      },
    ];
  }
  if (unseenByCriu.test(mount.destination)) {
    return [
      {
        id: 'mount-name',
        severity: 'error',
        text: 'A mount lies at a path with a newline, a tab or a backslash in it, which CRIU does not dump.',
        measured: JSON.stringify(mount.destination),
        needed: 'a path without them',
        remedy: 'Make the container anew with another path for it.',
      },
    ];
  }
  if (mount.kind === 'volume' && treatment === 'copy' && Object.keys(options).length > 0) {
    return [
      {
        id: 'volume-options',
        severity: 'error',
        text: `${what} has options of its own; only plain volumes and those on a network file system can be moved.`,
        measured: JSON.stringify(options),
      },
    ];
  }
  if (treatment === 'attach') return mount.kind === 'bind' ? attachedFindings(view, target.name) : [];
  const holdsData = onTarget.kind === 'file' || (onTarget.kind === 'folder' && !onTarget.isEmpty);
  if (!(view.volumeExists || holdsData)) return [];
  if (mount.readOnly && mount.kind === 'bind') {
    return [
      {
        id: 'read-only-data-there',
        severity: 'warning',
        text: `${mount.source} is there on ${target.name} already; the container reads what is there.`,
        measured: formatBytes(onTarget.bytes),
        needed: `what is on the source (${formatBytes(onSource.bytes)})`,
      },
    ];
  }
  return [
    {
      id: 'data-there',
      severity: replaceData ? 'warning' : 'error',
      text: replaceData
        ? `What ${target.name} holds for ${what} will be replaced and cannot be brought back.`
        : `${target.name} already holds data for ${what}.`,
      measured: mount.kind === 'bind' ? mount.source : `volume ${mount.name}`,
      needed: 'nothing there, or leave to replace it',
      remedy: 'Look at it. If it is of no use any more: --replace-data',
    },
  ];
}

/** The kernel writes these as octal numbers where it lists mounts, and of those CRIU reads only the space. Seen with 4.2. */
const unseenByCriu = /[\n\t\\]/;

function attachedFindings({ mount, onSource, onTarget }: MountView, target: string): Finding[] {
  const isShared = isNetworkFileSystem(onSource.fileSystem);
  const isThere = onTarget.kind !== 'missing' && (!isShared || onTarget.device === onSource.device);
  if (isThere) return [];
  return [
    {
      id: isShared ? 'network-mount-missing' : 'host-path-missing',
      severity: 'error',
      text: isShared
        ? `${mount.source} is on a network file system that ${target} has not mounted there.`
        : `${target} has no ${mount.source}, which the container uses.`,
      measured: isShared ? `${onTarget.fileSystem} ${onTarget.device}` : onTarget.kind,
      needed: isShared ? `${onSource.fileSystem} ${onSource.device}` : onSource.kind,
      remedy: isShared
        ? `On ${target}: mount ${onSource.device} at ${mount.source}`
        : `Make it available on ${target}.`,
    },
  ];
}
