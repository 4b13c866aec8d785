/** The point's data must not run over other data, and what the container uses of its host must be there. */
import type { Found } from '../../../preflight/check.ts';
import type { Collision } from '../allot.ts';
import { restoreCheck } from '../restore-subject.ts';

export const data = restoreCheck(
  'data',
  ['allotted', 'target', 'container'],
  ({ allotted, target, container }) => [
    ...allotted.collisions.map((collision) => collisionFound(collision, target.name, container.name)),
    ...allotted.missing.map(
      (path): Found => ({
        id: 'host-path-missing',
        severity: 'error',
        host: target.name,
        text: {
          en: `${target.name} has no ${path}, which the container uses and the restore point does not hold.`,
          zh: `${target.name} 上没有容器所用的 ${path}，还原点中也不包含它。`,
        },
        needed: path,
        remedy: { en: `Make it available on ${target.name}.`, zh: `在 ${target.name} 上提供它。` },
      }),
    ),
  ],
);

function collisionFound({ kind, name, why, users }: Collision, host: string, container: string): Found {
  const what = kind === 'volume' ? { en: `Volume ${name}`, zh: `数据卷 ${name}` } : { en: name, zh: name };
  const known = {
    severity: 'error' as const,
    host,
    ...(users.length > 0 && {
      measured: { en: `used by ${users.join(', ')}`, zh: `使用者：${users.join('、')}` },
    }),
  };
  switch (why) {
    case 'held':
      return {
        ...known,
        id: `${kind}-taken`,
        text: { en: `${what.en} on ${host} holds data already.`, zh: `${host} 上的${what.zh}已有数据。` },
        remedy: {
          en: 'With --replace it is kept under another name.',
          zh: '使用 --replace 时，原有数据会以另一个名称保留。',
        },
      };
    case 'used':
      return {
        ...known,
        id: 'volume-shared',
        text: {
          en: `${what.en} on ${host} is used by other containers: its data cannot be replaced under them.`,
          zh: `${host} 上的${what.zh}正被其他容器使用，无法替换其中的数据。`,
        },
        remedy: {
          en: 'Restore under another name (--name): it gets volumes of its own.',
          zh: '用 --name 以另一个名称还原，它会有自己的数据卷。',
        },
      };
    case 'clone':
      return {
        ...known,
        id: `${kind}-taken`,
        text: {
          en: `${what.en} is there on ${host} already, and ${container} needs it for itself.`,
          zh: `${host} 上已有${what.zh}，而 ${container} 需要独占它。`,
        },
        remedy:
          kind === 'volume'
            ? {
                en: 'Choose another name (--name), or remove that volume.',
                zh: '另选名称（--name），或删除该数据卷。',
              }
            : {
                en: 'Restore on another host, or in place of the original (--replace).',
                zh: '在另一台主机上还原，或取代原容器（--replace）。',
              },
      };
  }
}
