/** What both hosts must have installed. Kernel and CRIU versions: CRIU's issue tracker, and measured. */
import type { Finding } from '../../../shared/model.ts';
import type { Check, HostView } from '../subject.ts';
import { isAtLeast } from '../versions.ts';

/** The oldest CRIU that works, by kernel; the first row that fits counts. */
const criuForKernel = [
  { kernel: '6.16', criu: '4.2' },
  { kernel: '6.13', criu: '4.1' },
  { kernel: '0', criu: '3.17' },
] as const;

const oldestDocker = '25';

export const tools: Check = ({ source, target }) => [source, target].flatMap(toolFindings);

/** The findings for one host, also for `hosts check`. */
export function toolFindings({ name, facts, engine }: HostView): Finding[] {
  const findings: Finding[] = [];
  const { criu } = facts.tools;
  const needed = criuForKernel.find(({ kernel }) => isAtLeast(facts.kernel, kernel))?.criu ?? '3.17';
  if (criu === undefined) {
    findings.push({
      id: 'criu-missing',
      severity: 'error',
      text: `CRIU is not installed on ${name}.`,
      needed: `CRIU ${needed} or newer`,
      remedy: 'apt-get install criu',
    });
  } else if (!isAtLeast(criu.version, needed)) {
    findings.push({
      id: 'criu-too-old',
      severity: 'error',
      text: `CRIU on ${name} is too old for its kernel ${facts.kernel}.`,
      measured: `CRIU ${criu.version ?? 'of unknown version'}`,
      needed: `CRIU ${needed} or newer`,
      remedy: 'Install a newer CRIU, for instance from the next Debian release.',
    });
  }
  for (const tool of ['runc', 'rsync', 'tar'] as const) {
    if (facts.tools[tool] !== undefined) continue;
    findings.push({
      id: `${tool}-missing`,
      severity: 'error',
      text: `${tool} is not installed on ${name}.`,
      needed: tool,
      remedy: `apt-get install ${tool}`,
    });
  }
  if (!isAtLeast(engine.version, oldestDocker)) {
    findings.push({
      id: 'docker-too-old',
      severity: 'error',
      text: `Docker on ${name} is too old.`,
      measured: `Docker ${engine.version}`,
      needed: `Docker ${oldestDocker} or newer`,
      remedy: 'Update Docker; running containers survive it with live-restore.',
    });
  }
  if (!/^overlay/.test(engine.storageDriver)) {
    findings.push({
      id: 'storage-driver',
      severity: 'error',
      text: `Docker on ${name} does not keep RW layers as overlay folders.`,
      measured: engine.storageDriver,
      needed: 'overlay2, or overlayfs with the containerd image store',
    });
  }
  if (engine.shiftsOwners) {
    findings.push({
      id: 'owners-shifted',
      severity: 'error',
      text: `Docker on ${name} shifts file owners (userns-remap or rootless); moving such containers is not supported.`,
    });
  }
  return findings;
}
