/** Powering a host on, and off as a power loss does. */
import { spawn } from 'node:child_process';

import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { killProcesses, makeCgroups, removeCgroups } from './cgroups.ts';
import { execute } from './command.ts';
import { until } from './condition.ts';
import {
  addressOf,
  cable,
  capLink,
  gatewayAddress,
  hardwareOf,
  plugIn,
  plugInVirtual,
  unplug,
} from './network.ts';
import type { ProcessIdentity } from './process-identity.ts';
import { findInit, type HostRecord, hostDir } from './record.ts';
import { basesDir, scriptsDir } from './state.ts';
import { vmBaseDir } from './vm-base.ts';

const namespaces = ['--mount', '--pid', '--fork', '--net', '--uts', '--ipc', '--cgroup', '--kill-child'];

/** Resolves when the host is on and its cable in; sshd and Docker may still be starting. Throws with its boot log. */
export async function powerOn(record: HostRecord): Promise<ProcessIdentity> {
  const dir = hostDir(record);
  makeCgroups(record.cgroups);
  rmSync(path.join(dir, 'init'), { force: true });
  const log = openSync(path.join(dir, 'boot.log'), 'w');
  const isVirtual = record.machine === 'vm';
  if (isVirtual) await plugInVirtual(record.number);
  const join = [path.join(scriptsDir, 'join-cgroups.sh'), path.join(dir, 'cgroups')];
  const boot = spawn('sh', [...join, ...(isVirtual ? bootVirtual(record) : bootNamespaces(record))], {
    stdio: ['ignore', log, log],
    detached: true,
    cwd: '/',
  });
  closeSync(log);
  boot.unref();

  const failure = (): Error => new Error(`host ${record.name} does not boot:\n${readBootLog(record)}`);
  const found = await until(`host ${record.name} boots`, () => {
    if (boot.exitCode !== null || boot.signalCode !== null) throw failure();
    return findInit(record);
  });
  if (!isVirtual) {
    await plugIn(record.number, found.pid);
    await until(`host ${record.name} has its address`, async () => {
      if (findInit(record) === null) throw failure();
      const enter = ['nsenter', '-t', String(found.pid), '-n', 'ip', 'route', 'show', 'default'];
      return (await execute(enter)).stdout !== '';
    });
  }
  if (record.rateMbit !== null) await capLink(record.number, isVirtual ? null : found.pid, record.rateMbit);
  return found;
}

function bootNamespaces(record: HostRecord): string[] {
  const init = ['sh', path.join(scriptsDir, 'host-init.sh'), hostDir(record)];
  const host = [record.name, addressOf(record.number), gatewayAddress];
  return ['unshare', ...namespaces, ...init, path.join(basesDir, record.base), ...host];
}

function bootVirtual(record: HostRecord): string[] {
  const run = ['sh', path.join(scriptsDir, 'vm-run.sh'), hostDir(record), vmBaseDir(record.base)];
  const host = [record.name, addressOf(record.number), gatewayAddress];
  return ['unshare', '--mount', ...run, ...host, cable(record.number), hardwareOf(record.number)];
}

/**
 * Ends everything on the host at one moment, without a word to any of it. Its disk stays. When this resolves, none of
 * its processes, mounts, loop devices, control groups and cables is left.
 */
export async function powerOff(record: HostRecord): Promise<void> {
  await killProcesses(record);
  await unplug(record.number);
  await removeCgroups(record);
  if (record.diskBytes !== null) await detachDisk(record);
}

function readBootLog(record: HostRecord): string {
  return readFileSync(path.join(hostDir(record), 'boot.log'), 'utf8').slice(-2000);
}

/** The loop device goes by itself with the last mount of it, which the kernel may take a moment to drop. */
async function detachDisk(record: HostRecord): Promise<void> {
  const image = path.join(hostDir(record), 'disk.img');
  await until(`the loop device of ${record.name} is free`, async () => {
    const { stdout } = await execute(['losetup', '--noheadings', '--output', 'NAME', '--associated', image]);
    return stdout.trim() === '';
  });
}
