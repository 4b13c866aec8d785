/** What a host must have installed, and how its engine must be set up. */
import type { Found } from '../check.ts';
import { installation } from '../packages.ts';
import { hostCheck } from '../subject.ts';
import { isAtLeast } from '../versions.ts';

const oldestDocker = '25';

const required = ['criu', 'runc', 'rsync', 'tar'] as const;

export const tools = hostCheck('tools', ['view'], ({ view: { name, facts, engine } }) => {
  const found = required
    .filter((tool) => facts.tools[tool] === undefined)
    .map(
      (tool): Found => ({
        id: `${tool}-missing`,
        severity: 'error',
        host: name,
        text: { en: `${tool} is not installed on ${name}.`, zh: `${name} 上没有安装 ${tool}。` },
        needed: tool,
        ...installation(name, tool, facts.packageManager),
      }),
    );
  if (!isAtLeast(engine.version, oldestDocker)) {
    found.push({
      id: 'docker-too-old',
      severity: 'error',
      host: name,
      text: { en: `Docker on ${name} is too old.`, zh: `${name} 上的 Docker 版本过旧。` },
      measured: `Docker ${engine.version}`,
      needed: `Docker >= ${oldestDocker}`,
      remedy: {
        en: 'Update Docker; running containers survive it with live-restore.',
        zh: '升级 Docker；启用 live-restore 后，运行中的容器不受影响。',
      },
    });
  }
  if (!/^overlay/.test(engine.storageDriver)) {
    found.push({
      id: 'storage-driver',
      severity: 'error',
      host: name,
      text: {
        en: `Docker on ${name} does not keep RW layers as overlay folders.`,
        zh: `${name} 上的 Docker 不是用 overlay 目录保存读写层。`,
      },
      measured: engine.storageDriver,
      needed: {
        en: 'overlay2, or overlayfs with the containerd image store',
        zh: 'overlay2，或使用 containerd 镜像存储的 overlayfs',
      },
    });
  }
  if (engine.shiftsOwners) {
    found.push({
      id: 'owners-shifted',
      severity: 'error',
      host: name,
      text: {
        en: `Docker on ${name} shifts file owners (userns-remap or rootless); moving such containers is not supported.`,
        zh: `${name} 上的 Docker 会改变文件属主（userns-remap 或 rootless）；不支持迁移这样的容器。`,
      },
    });
  }
  return found;
});
