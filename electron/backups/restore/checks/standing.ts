/** Two copies must not run unless one is a clone, and a name is given once. */
import type { Words } from '../../../../shared/words.ts';
import type { Found } from '../../../preflight/check.ts';
import { restoreCheck } from '../restore-subject.ts';
import { runs } from '../standing.ts';

export const standing = restoreCheck(
  'containers',
  ['standing', 'isReplacing', 'description', 'originSilence'],
  ({ standing, isReplacing, description, originSilence }): Found[] => [
    ...standing.flatMap(({ host, container, why }): Found[] => {
      const { name } = container;
      if (!isReplacing) return [why === 'original' ? originalRuns(host, name) : nameTaken(host, name)];
      if (container.removedOnExit) return [goesWhenStopped(host, name)];
      return container.state === 'paused' ? [isPaused(host, name)] : [makesWay(host, name, runs(container))];
    }),
    ...(originSilence === undefined ? [] : [originUnknown(description.host, originSilence)]),
  ],
);

const originalRuns = (host: string, name: string): Found => ({
  id: 'original-runs',
  severity: 'error',
  host,
  text: { en: `${name} still runs on ${host}.`, zh: `${name} 仍在 ${host} 上运行。` },
  remedy: {
    en: 'Restore it under another name beside it (--name), or in its place (--replace): it is stopped then, and kept under another name.',
    zh: '用 --name 以另一个名称与它并存还原，或用 --replace 取代它：它会被停止，并以另一个名称保留。',
  },
});

const nameTaken = (host: string, name: string): Found => ({
  id: 'name-taken',
  severity: 'error',
  host,
  text: {
    en: `${host} already has a container named ${name}.`,
    zh: `${host} 上已有名为 ${name} 的容器。`,
  },
  remedy: {
    en: 'Give another name (--name), or have it make way (--replace): it is stopped then, and kept under another name.',
    zh: '用 --name 另起名称，或用 --replace 让它让位：它会被停止，并以另一个名称保留。',
  },
});

const goesWhenStopped = (host: string, name: string): Found => ({
  id: 'original-removed-on-exit',
  severity: 'error',
  host,
  text: {
    en: `${name} on ${host} was made with --rm: stopped, it would be gone, and could not come back if the restore failed.`,
    zh: `${host} 上的 ${name} 创建时带有 --rm：一旦停止就会被删除，还原失败时无法还原。`,
  },
  remedy: {
    en: `On ${host}: docker stop ${name}, if you can do without it.`,
    zh: `如果不再需要它，在 ${host} 上执行：docker stop ${name}`,
  },
});

const isPaused = (host: string, name: string): Found => ({
  id: 'original-paused',
  severity: 'error',
  host,
  text: {
    en: `${name} on ${host} is paused: somebody, or another run, has plans for it.`,
    zh: `${host} 上的 ${name} 处于暂停状态：可能有人或另一个任务正在处理它。`,
  },
  remedy: { en: `On ${host}: docker unpause ${name}`, zh: `在 ${host} 上执行：docker unpause ${name}` },
});

const makesWay = (host: string, name: string, isRunning: boolean): Found => ({
  id: 'makes-way',
  severity: 'info',
  host,
  text: isRunning
    ? {
        en: `${name} on ${host} will be stopped and kept under another name; if the restore fails, it is started anew.`,
        zh: `${host} 上的 ${name} 将被停止并以另一个名称保留；如果还原失败，会重新启动它。`,
      }
    : {
        en: `${name} on ${host} will be kept under another name.`,
        zh: `${host} 上的 ${name} 将以另一个名称保留。`,
      },
});

const originUnknown = (host: string, reason: Words): Found => ({
  id: 'original-unknown',
  severity: 'warning',
  host,
  text: {
    en: `${host}, where the restore point was taken, cannot be asked whether the original still runs. If it does, there will be two.`,
    zh: `无法向还原点的来源主机 ${host} 查询原容器是否仍在运行。如果仍在运行，就会有两个副本。`,
  },
  measured: reason,
  remedy: {
    en: `Keep ${host} off, or off the network, or remove the original there when it is back.`,
    zh: `让 ${host} 保持关机或断网，或在它恢复后删除那里的原容器。`,
  },
});
