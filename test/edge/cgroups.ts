/**
 * A host's control groups (version 1): they tell its processes from all others on this machine, stop them all at once,
 * and keep the groups that its containers get apart from those of other hosts.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { until } from './condition.ts';
import type { HostRecord } from './record.ts';

/** Where the groups of host `number` will be: below those of this process, in every version 1 hierarchy. */
export function chooseCgroups(number: number): string[] {
  const mountPoints = readMountPoints();
  return readHierarchies().flatMap(({ controllers, group }) => {
    const mountPoint = mountPoints.get(controllers);
    return mountPoint === undefined ? [] : [path.join(mountPoint, group, 'shiplock-edge', String(number))];
  });
}

/** True if this machine can stop and account a host's processes: the version 1 freezer is there. */
export function hasFreezer(): boolean {
  return chooseCgroups(0).some(isFreezer);
}

export function makeCgroups(dirs: readonly string[]): void {
  for (const dir of dirs) {
    mkdirSync(dir, { recursive: true });
    for (const group of [path.dirname(dir), dir]) inheritCpuset(group);
  }
}

/** The processes of a host: in its groups and those of its containers, of any hierarchy, since one may have left the freezer's. */
function listProcesses(record: HostRecord): number[] {
  const groups = record.cgroups.flatMap(listGroups);
  return [...new Set(groups.flatMap((group) => readLines(path.join(group, 'cgroup.procs')).map(Number)))];
}

/**
 * Ends every process of the host at one moment: all are frozen, then killed, then thawed, so that none runs one more
 * instruction, and no process id can have passed to a stranger in between. A paused container dies too, which it would
 * not while frozen. Resolves when none is left.
 */
export async function killProcesses(record: HostRecord): Promise<void> {
  const [top] = freezerGroups(record);
  if (top === undefined) return;
  writeFileSync(path.join(top, 'freezer.state'), 'FROZEN');
  const end = performance.now() + 3000;
  await until('the host is frozen', () => readState(top) === 'FROZEN' || performance.now() > end, 5000);
  for (const pid of listProcesses(record)) kill(pid);
  await until(`the processes of host ${record.name} have ended`, () => {
    for (const group of freezerGroups(record).reverse()) thaw(group);
    return listProcesses(record).length === 0;
  });
}

/** Removes the host's groups, and the folder they were in with the last of them. */
export async function removeCgroups(record: HostRecord): Promise<void> {
  for (const dir of record.cgroups) {
    await until(
      `the control group ${dir} is empty`,
      () => listGroups(dir).reverse().every(removeGroup),
      10_000,
    );
    removeGroup(path.dirname(dir));
  }
}

function freezerGroups(record: HostRecord): string[] {
  return record.cgroups.filter(isFreezer).flatMap(listGroups);
}

function isFreezer(dir: string): boolean {
  return dir.split('/').some((part) => part.split(',').includes('freezer'));
}

/** The group and all below it, outermost first. */
function listGroups(dir: string): string[] {
  if (!existsSync(dir)) return [];
  const inner = ignoringGone(() => readdirSync(dir, { withFileTypes: true }), []);
  return [
    dir,
    ...inner
      .filter((entry) => entry.isDirectory())
      .flatMap((entry) => listGroups(path.join(dir, entry.name))),
  ];
}

function thaw(group: string): void {
  ignoringGone(() => writeFileSync(path.join(group, 'freezer.state'), 'THAWED', { flag: 'r+' }), undefined);
}

function readState(group: string): string {
  return readLines(path.join(group, 'freezer.state'))[0] ?? 'THAWED';
}

function kill(pid: number): void {
  ignoringGone(() => process.kill(pid, 'SIGKILL'), false);
}

/** True if the group is gone; false if something is still in it. */
function removeGroup(dir: string): boolean {
  try {
    rmdirSync(dir);
    return true;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') return true;
    if (code === 'EBUSY' || code === 'ENOTEMPTY') return false;
    throw error;
  }
}

/** A new cpuset group has no processors and takes no process until it is given some. */
function inheritCpuset(group: string): void {
  for (const file of ['cpuset.cpus', 'cpuset.mems']) {
    const own = path.join(group, file);
    if (!existsSync(own) || readFileSync(own, 'utf8').trim() !== '') continue;
    writeFileSync(own, readFileSync(path.join(path.dirname(group), file)));
  }
}

function readHierarchies(): { controllers: string; group: string }[] {
  return readLines('/proc/self/cgroup').flatMap((line) => {
    const [, controllers = '', group = '/'] = line.split(':');
    return controllers === '' ? [] : [{ controllers, group }];
  });
}

/** Controllers of a hierarchy to where it is mounted. */
function readMountPoints(): Map<string, string> {
  const known = new Set(readHierarchies().map(({ controllers }) => controllers));
  const points = new Map<string, string>();
  for (const line of readLines('/proc/self/mountinfo')) {
    const [mount = '', filesystem = ''] = line.split(' - ');
    const [type, , options = ''] = filesystem.split(' ');
    const mountPoint = mount.split(' ')[4];
    if (type !== 'cgroup' || mountPoint === undefined) continue;
    const controllers = options
      .split(',')
      .filter((option) => !['rw', 'ro', 'none', 'xattr'].includes(option));
    const name = [...known].find((each) =>
      each.split(',').every((controller) => controllers.includes(controller)),
    );
    if (name !== undefined && !points.has(name)) points.set(name, mountPoint);
  }
  return points;
}

function readLines(file: string): string[] {
  return ignoringGone(() => readFileSync(file, 'utf8'), '')
    .split('\n')
    .filter((line) => line !== '');
}

function ignoringGone<Result>(act: () => Result, otherwise: Result): Result {
  try {
    return act();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ESRCH' || code === 'ENODEV') return otherwise;
    throw error;
  }
}
