/** All hosts on this machine together: claiming an address, clearing away what its owner left, taking hosts down. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { chooseCgroups } from './cgroups.ts';
import { succeed } from './command.ts';
import { withLock } from './lock.ts';
import { ensureBridge, removeBridge } from './network.ts';
import { powerOff } from './power.ts';
import { isAlive } from './process-identity.ts';
import { type HostRecord, hostDir, readRecord, readRecords, writeRecord } from './record.ts';
import { hostsDir } from './state.ts';

const firstNumber = 10;
const lastNumber = 250;

/** A record with an address that no other host has, on a network that is up. Sweeps first. */
export async function claimHost(wanted: Omit<HostRecord, 'id' | 'number' | 'cgroups'>): Promise<HostRecord> {
  return withLock('fleet', async () => {
    await sweepLocked();
    const others = readRecords();
    if (wanted.owner === null && others.some((other) => other.owner === null && other.name === wanted.name)) {
      throw new Error(`there is a detached host ${wanted.name} already`);
    }
    const taken = new Set(others.map((other) => other.number));
    let number = firstNumber;
    while (taken.has(number)) number += 1;
    if (number > lastNumber) throw new Error('every address of the hosts’ network is taken');
    await ensureBridge();
    const record = { ...wanted, id: randomUUID(), number, cgroups: chooseCgroups(number) };
    mkdirSync(hostDir(record));
    writeRecord(record);
    return record;
  });
}

/** Takes the host down and deletes its disk, unless that has been done; the network goes with the last host. */
export async function removeHost(record: HostRecord): Promise<void> {
  await withLock('fleet', async () => {
    if (readRecord(record.number)?.id === record.id) await removeLocked(record);
    if (readRecords().length === 0) await removeBridge();
  });
}

/** Takes down every host whose owner is dead, wholly. Detached hosts stay. Returns the names of those it took down. */
export async function sweep(): Promise<string[]> {
  return withLock('fleet', async () => {
    const swept = await sweepLocked();
    if (readRecords().length === 0) await removeBridge();
    return swept;
  });
}

async function sweepLocked(): Promise<string[]> {
  removeUnclaimed();
  const orphans = readRecords().filter((record) => record.owner !== null && !isAlive(record.owner));
  for (const orphan of orphans) await removeLocked(orphan);
  return orphans.map((orphan) => orphan.name);
}

/** The record goes last: a process that dies half-way leaves the rest to the next sweep. */
async function removeLocked(record: HostRecord): Promise<void> {
  await powerOff(record);
  const dir = hostDir(record);
  const parts = ['disk', 'root', 'seed', 'disk.img', 'seed.tar'].map((part) => path.join(dir, part));
  await succeed(['rm', '-rf', '--one-file-system', ...parts]);
  rmSync(dir, { recursive: true, force: true });
}

/** A folder without a record was left by a process that died between making it and writing the record. */
function removeUnclaimed(): void {
  for (const name of readdirSync(hostsDir)) {
    if (readRecord(Number(name)) === null) rmSync(path.join(hostsDir, name), { recursive: true });
  }
}
