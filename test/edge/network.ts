/** The hosts' network: one bridge on this machine, one cable (veth) per host. */
import { execute, succeed } from './command.ts';

const bridge = 'shipedge0';
const subnet = '10.78.0';

/** This machine's own address on the hosts' network. */
export const gatewayAddress = `${subnet}.1`;

export function addressOf(number: number): string {
  return `${subnet}.${number}`;
}

/** The hardware address of its network card. */
export function hardwareOf(number: number): string {
  return `02:73:68:69:70:${number.toString(16).padStart(2, '0')}`;
}

/** Called with the fleet's lock held. */
export async function ensureBridge(): Promise<void> {
  if ((await execute(['ip', 'link', 'show', bridge])).status === 0) return;
  await succeed(['ip', 'link', 'add', bridge, 'type', 'bridge']);
  await succeed(['ip', 'addr', 'add', `${gatewayAddress}/24`, 'dev', bridge]);
  await succeed(['ip', 'link', 'set', bridge, 'up']);
}

/** Called with the fleet's lock held, when there is no host left. */
export async function removeBridge(): Promise<void> {
  await removeLink(bridge);
}

/** Gives the host whose pid 1 is `init` its eth0, with the same hardware address at every boot. */
export async function plugIn(number: number, init: number): Promise<void> {
  const far = ['peer', 'name', 'eth0', 'address', hardwareOf(number), 'netns', String(init)];
  await succeed(['ip', 'link', 'add', cable(number), 'type', 'veth', ...far]);
  await succeed(['ip', 'link', 'set', cable(number), 'master', bridge, 'up']);
}

/** Gives a virtual host its cable, for its QEMU to take the far end of. */
export async function plugInVirtual(number: number): Promise<void> {
  await succeed(['ip', 'tuntap', 'add', 'dev', cable(number), 'mode', 'tap']);
  await succeed(['ip', 'link', 'set', cable(number), 'master', bridge, 'up']);
}

export async function unplug(number: number): Promise<void> {
  await removeLink(cable(number));
}

/** Pulls the cable or puts it back. Connections are not told. */
export async function setLink(number: number, state: 'up' | 'down'): Promise<void> {
  await succeed(['ip', 'link', 'set', cable(number), state]);
}

/**
 * Caps both directions of the cable, in Mbit/s; null lifts the cap. `init`: the host's pid 1, or null for a virtual host,
 * of which only what it receives is capped.
 */
export async function capLink(number: number, init: number | null, rateMbit: number | null): Promise<void> {
  await setCap([], cable(number), rateMbit);
  if (init !== null) await setCap(['nsenter', '-t', String(init), '-n'], 'eth0', rateMbit);
}

/** A token bucket smaller than about 10 ms of the rate would pass far less than the rate asked for. */
async function setCap(where: readonly string[], device: string, rateMbit: number | null): Promise<void> {
  const tc = [...where, 'tc', 'qdisc'];
  if (rateMbit === null) {
    const { stdout } = await execute([...tc, 'show', 'dev', device, 'root']);
    if (stdout.includes('tbf')) await succeed([...tc, 'del', 'dev', device, 'root']);
    return;
  }
  const burstBytes = Math.ceil(rateMbit * 1250) + 20_000;
  const bucket = ['tbf', 'rate', `${rateMbit}mbit`, 'burst', String(burstBytes), 'latency', '50ms'];
  await succeed([...tc, 'replace', 'dev', device, 'root', ...bucket]);
}

async function removeLink(device: string): Promise<void> {
  const exists = async () => (await execute(['ip', 'link', 'show', device])).status === 0;
  if (!(await exists())) return;
  const { status, stderr } = await execute(['ip', 'link', 'del', device]);
  // The end of a host's namespace takes its cable away as well, whenever the kernel comes to it.
  if (status !== 0 && (await exists())) throw new Error(stderr.trim());
}

/** The name of its cable's end on this machine. */
export function cable(number: number): string {
  return `ve-78-${number}`;
}
