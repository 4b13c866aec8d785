/** In what both hosts must be alike. */
import type { Found } from '../check.ts';
import { moveCheck } from '../subject.ts';

export const likeness = moveCheck('likeness', ['source', 'target'], ({ source, target }) => {
  const found: Found[] = [];
  if (source.facts.arch !== target.facts.arch) {
    found.push({
      id: 'architecture',
      severity: 'error',
      text: {
        en: 'The two hosts have different processors; memory cannot move between them.',
        zh: '两台主机的处理器架构不同，内存无法在它们之间迁移。',
      },
      measured: `${target.name}: ${target.facts.arch}`,
      needed: source.facts.arch,
    });
  }
  if (source.engine.cgroupVersion !== target.engine.cgroupVersion) {
    found.push({
      id: 'cgroup-version',
      severity: 'error',
      text: {
        en: 'The two hosts use different cgroup versions; a checkpoint is not known to restore across them.',
        zh: '两台主机的 cgroup 版本不同，检查点在二者之间能否恢复没有保证。',
      },
      measured: `${target.name}: cgroup v${target.engine.cgroupVersion}`,
      needed: `cgroup v${source.engine.cgroupVersion}`,
      remedy: {
        en: 'Boot the target with the other hierarchy (systemd.unified_cgroup_hierarchy=0 or 1).',
        zh: '让目标主机以另一种层级启动（systemd.unified_cgroup_hierarchy=0 或 1）。',
      },
    });
  }
  return found;
});
