/** Volumes and bind mounts: what is copied must not run over other data, what is attached must be there. */
import { formatBytes } from '../../../shared/units.ts';
import type { Found } from '../check.ts';
import { isNetworkFileSystem } from '../paths.ts';
import { type MountView, moveCheck, type Subject } from '../subject.ts';

const needs = ['mounts', 'source', 'target', 'replaceData'] as const;
type Facts = Pick<Subject, (typeof needs)[number]>;

export const mounts = moveCheck('mounts', needs, (facts) =>
  facts.mounts.flatMap((view) => [...sharedFindings(view, facts), ...findingsOf(view, facts)]),
);

function sharedFindings({ mount, otherUsers, treatment }: MountView, { source }: Facts): Found[] {
  if (treatment !== 'copy' || otherUsers.length === 0) return [];
  return [
    {
      id: 'volume-shared',
      severity: 'warning',
      text: {
        en: `Volume ${mount.name} is used by other containers too; from the move on they and this one have copies of their own.`,
        zh: `数据卷 ${mount.name} 还被其他容器使用；迁移之后，它们与本容器各用各的副本。`,
      },
      measured: otherUsers.join(', '),
      remedy: {
        en: `Move them as well, or stop them on ${source.name} for the move.`,
        zh: `把它们也一起迁移，或在迁移期间停掉 ${source.name} 上的这些容器。`,
      },
    },
  ];
}

function findingsOf(view: MountView, { target, replaceData }: Facts): Found[] {
  const { mount, treatment, onSource, onTarget, options } = view;
  const isNamed = mount.name !== undefined && !mount.anonymous;
  const what = isNamed
    ? { en: `volume ${mount.name}`, zh: `数据卷 ${mount.name}` }
    : { en: mount.destination, zh: mount.destination };
  if (mount.kind === 'other') {
    return [
      {
        id: 'mount-kind',
        severity: 'error',
        text: {
          en: `The mount at ${mount.destination} is of a kind that Shiplock cannot move.`,
          zh: `挂载点 ${mount.destination} 的类型不支持迁移。`,
        },
      },
    ];
  }
  if (unseenByCriu.test(mount.destination)) {
    return [
      {
        id: 'mount-name',
        severity: 'error',
        text: {
          en: 'A mount lies at a path with a newline, a tab or a backslash in it, which CRIU does not dump.',
          zh: '有挂载点的路径含有换行、制表符或反斜杠，CRIU 无法转储。',
        },
        measured: JSON.stringify(mount.destination),
        needed: { en: 'a path without them', zh: '不含这些字符的路径' },
        remedy: {
          en: 'Make the container anew with another path for it.',
          zh: '换一个路径，重新创建容器。',
        },
      },
    ];
  }
  if (mount.kind === 'volume' && treatment === 'copy' && Object.keys(options).length > 0) {
    return [
      {
        id: 'volume-options',
        severity: 'error',
        text: {
          en: `${what.en} has options of its own; only plain volumes and those on a network file system can be moved.`,
          zh: `${what.zh} 带有自己的选项；只能迁移普通数据卷和网络文件系统上的数据卷。`,
        },
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
        host: target.name,
        text: {
          en: `${mount.source} is there on ${target.name} already; the container reads what is there.`,
          zh: `${target.name} 上已有 ${mount.source}；容器将读取那里已有的内容。`,
        },
        measured: formatBytes(onTarget.bytes),
        needed: {
          en: `what is on the source (${formatBytes(onSource.bytes)})`,
          zh: `源主机上的内容（${formatBytes(onSource.bytes)}）`,
        },
      },
    ];
  }
  const there = {
    id: 'data-there',
    host: target.name,
    measured: mount.kind === 'bind' ? mount.source : `volume ${mount.name}`,
    needed: { en: 'nothing there, or leave to replace it', zh: '那里没有数据，或允许替换' },
  };
  // Whoever gave leave to replace it has accepted that.
  return replaceData
    ? [
        {
          ...there,
          severity: 'info',
          text: {
            en: `What ${target.name} holds for ${what.en} will be replaced and cannot be brought back.`,
            zh: `${target.name} 上 ${what.zh} 的现有内容将被替换，且无法找回。`,
          },
        },
      ]
    : [
        {
          ...there,
          severity: 'error',
          text: {
            en: `${target.name} already holds data for ${what.en}.`,
            zh: `${target.name} 上已有 ${what.zh} 的数据。`,
          },
          remedy: {
            en: 'Look at it. If it is of no use any more: --replace-data',
            zh: '请先查看。如果已经没有用处：--replace-data',
          },
        },
      ];
}

/** The kernel writes these as octal numbers where it lists mounts, and of those CRIU reads only the space. Seen with 4.2. */
const unseenByCriu = /[\n\t\\]/;

function attachedFindings({ mount, onSource, onTarget }: MountView, target: string): Found[] {
  const isShared = isNetworkFileSystem(onSource.fileSystem);
  const isThere = onTarget.kind !== 'missing' && (!isShared || onTarget.device === onSource.device);
  if (isThere) return [];
  return isShared
    ? [
        {
          id: 'network-mount-missing',
          severity: 'error',
          host: target,
          text: {
            en: `${mount.source} is on a network file system that ${target} has not mounted there.`,
            zh: `${mount.source} 位于网络文件系统上，而 ${target} 没有在该处挂载它。`,
          },
          measured: `${onTarget.fileSystem} ${onTarget.device}`,
          needed: `${onSource.fileSystem} ${onSource.device}`,
          remedy: {
            en: `On ${target}: mount ${onSource.device} at ${mount.source}`,
            zh: `在 ${target} 上把 ${onSource.device} 挂载到 ${mount.source}`,
          },
        },
      ]
    : [
        {
          id: 'host-path-missing',
          severity: 'error',
          host: target,
          text: {
            en: `${target} has no ${mount.source}, which the container uses.`,
            zh: `${target} 上没有容器所用的 ${mount.source}。`,
          },
          measured: onTarget.kind,
          needed: onSource.kind,
          remedy: { en: `Make it available on ${target}.`, zh: `在 ${target} 上提供它。` },
        },
      ];
}
