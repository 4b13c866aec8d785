/** In what both hosts must be alike. */
import type { Finding } from '../../../shared/model.ts';
import type { Check } from '../subject.ts';

export const likeness: Check = ({ source, target }) => {
  const findings: Finding[] = [];
  if (source.facts.arch !== target.facts.arch) {
    findings.push({
      id: 'architecture',
      severity: 'error',
      text: 'The two hosts have different processors; memory cannot move between them.',
      measured: `${target.name}: ${target.facts.arch}`,
      needed: source.facts.arch,
    });
  }
  if (source.engine.cgroupVersion !== target.engine.cgroupVersion) {
    findings.push({
      id: 'cgroup-version',
      severity: 'error',
      text: 'The two hosts use different cgroup versions; a checkpoint is not known to restore across them.',
      measured: `${target.name}: cgroup v${target.engine.cgroupVersion}`,
      needed: `cgroup v${source.engine.cgroupVersion}`,
      remedy: 'Boot the target with the other hierarchy (systemd.unified_cgroup_hierarchy=0 or 1).',
    });
  }
  return findings;
};
