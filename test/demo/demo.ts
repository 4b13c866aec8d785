/**
 * The demo behind `build/demo`: a gauge moves from one host to another while it counts, through the command line. One
 * demo at a time: another waits until this one has ended, and then replaces what it left.
 */
import { whyNoHosts } from '../edge/capability.ts';
import { until } from '../edge/condition.ts';
import { sweep } from '../edge/fleet.ts';
import type { EdgeHost } from '../edge/host.ts';
import { withLock } from '../edge/lock.ts';
import { countReadings, hearReading, readNote, readReadings, runCommand, startGauge } from './gauge.ts';
import { clearEarlierDemo, type DemoHosts, startHosts, takeDown } from './hosts.ts';
import { addHost, lastReport, migrate } from './shiplock.ts';
import { reportText, whatNextText } from './text.ts';
import { hasScreen, openWindow } from './window.ts';

const [, , asked] = process.argv;
const isWithWindow = asked !== '--no-window';

async function up(): Promise<void> {
  console.log('Shiplock demo: a container moves from one host to another while it counts.\n');
  const reason = whyNoHosts();
  if (reason !== null) throw new Error(`this machine cannot run the demo’s two hosts: ${reason}`);
  await sweep();
  await withLock('demo', show);
  if (isWithWindow && hasScreen()) await openWindow();
}

async function show(): Promise<void> {
  await clearEarlierDemo();

  console.log('1. Two hosts on this machine, each with its own disk, address, SSH and Docker');
  const { river, dam } = await startHosts();
  for (const host of [river, dam]) {
    await addHost(host);
    console.log(`   ${host.name.padEnd(5)}  ${host.address}  Docker ${await dockerVersion(host)}`);
  }

  console.log('\n2. A gauge on river: 64 MB of memory, and a reading every 10 ms into a volume');
  console.log(`   $ ${runCommand}`);
  await startGauge(river);
  await until('the gauge has counted for a while', async () => (await countReadings(river)) > 300, 60_000);
  console.log(`   It has counted to ${await countReadings(river)}.`);

  console.log('\n3. The move, while it counts');
  await migrate();
  await report({ river, dam });
}

async function report({ river, dam }: DemoHosts): Promise<void> {
  const count = await countReadings(dam);
  await until('the gauge goes on', async () => (await countReadings(dam)) > count + 100);
  if ((await river.shell('docker ps --quiet --filter name=gauge')) !== '') {
    throw new Error('the gauge runs on dam, and on river too');
  }
  const run = await lastReport();
  const began = run.steps.find(({ name }) => name === 'freeze')?.startedAt;
  const readings = await readReadings(dam, new Date(began ?? run.startedAt));
  const heard = { count: await hearReading(dam), address: dam.address };
  console.log('\n4. What was measured');
  console.log(reportText({ run, readings, heard, note: await readNote(dam) }));
  console.log(`\n${whatNextText(run.run)}`);
}

async function dockerVersion(host: EdgeHost): Promise<string> {
  return (await host.shell("docker version --format '{{.Server.Version}}'")).trim();
}

async function down(): Promise<void> {
  const names = await withLock('demo', takeDown);
  console.log(
    names.length === 0 ? 'No demo is up.' : `Down: ${names.join(', ')}. Nothing of the demo is left.`,
  );
}

try {
  await (asked === 'down' ? down() : up());
} catch (error) {
  console.error(`demo: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
