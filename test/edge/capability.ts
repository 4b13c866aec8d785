/** Whether this machine can run test hosts. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { baseDir } from './base.ts';
import { hasFreezer } from './cgroups.ts';
import { flavours } from './flavours.ts';
import { prepareState, scriptsDir, stateDir } from './state.ts';

const programs = [
  'unshare',
  'nsenter',
  'flock',
  'ip',
  'tc',
  'ssh-keygen',
  'mkfs.ext4',
  'mkfs.btrfs',
  'losetup',
  'gcc',
];
const namespaces = ['--mount', '--pid', '--fork', '--net', '--uts', '--ipc', '--cgroup'];

let known: string | null | undefined;

/** Why this machine cannot run test hosts, as part of a sentence; null if it can. Looked into once per process. */
export function whyNoHosts(): string | null {
  if (known === undefined) known = findReason();
  return known;
}

/**
 * Why CRIU cannot dump a process of another user than root here, as part of a sentence; null if it can. It reads the
 * process's limits, which wants CAP_SYS_RESOURCE, and some sandboxes keep that from root.
 */
export function whyNoUserDumps(): string | null {
  const reason = whyNoHosts();
  if (reason !== null) return reason;
  const effective = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0';
  const sysResource = 24n;
  return (BigInt(`0x${effective}`) >> sysResource) & 1n ? null : 'root lacks CAP_SYS_RESOURCE';
}

function findReason(): string | null {
  if (process.platform !== 'linux') return `they need Linux, and this is ${process.platform}`;
  if (process.getuid?.() !== 0) return 'they need root';
  const missing = programs.find((program) => !isInstalled(program));
  if (missing !== undefined) return `${missing} is not installed (build/setup installs it)`;
  if (!hasFreezer()) return 'they need control groups of version 1, with the freezer';
  const suites = new Set(Object.values(flavours).map((flavour) => flavour.suite));
  const built = [...suites].every((suite) => existsSync(baseDir(suite)));
  if (!built && !isInstalled('mmdebstrap')) return 'mmdebstrap is not installed (build/setup installs it)';
  return tryNamespaces();
}

function isInstalled(program: string): boolean {
  return (process.env['PATH'] ?? '').split(path.delimiter).some((dir) => existsSync(path.join(dir, program)));
}

function tryNamespaces(): string | null {
  prepareState();
  const scratch = mkdtempSync(path.join(stateDir, 'trial-'));
  try {
    const trial = path.join(scriptsDir, 'capability-trial.sh');
    const { status, stderr } = spawnSync('unshare', [...namespaces, 'sh', trial, scratch], {
      encoding: 'utf8',
    });
    return status === 0 ? null : `the kernel does not let them be: ${stderr.trim()}`;
  } finally {
    rmSync(scratch, { recursive: true });
  }
}
