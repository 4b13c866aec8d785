/** The hosts that Shiplock knows and what was seen of each last, kept up to date while a screen looks on. */
import { create } from 'zustand';
import { asShiplockError, type ShiplockError } from '../../shared/errors.ts';
import type { Host } from '../../shared/model.ts';
import type { HostSight } from '../../shared/window-methods.ts';
import { on, station, whileConnected } from './station.ts';

export interface HostsState {
  /** By name; undefined until the station has told. */
  readonly hosts: readonly Host[] | undefined;
  /** By host. A host that was not looked at yet has none. */
  readonly sights: Readonly<Record<string, HostSight>>;
  readonly error: ShiplockError | undefined;
}

export const useHosts = create<HostsState>()(() => ({ hosts: undefined, sights: {}, error: undefined }));

/** What came within this time is shown together: fifty hosts are one picture, not fifty. */
const gatherMs = 100;

let onlookers = 0;
let stop: (() => void) | undefined;
let watching: AbortController | undefined;

/** Keeps `useHosts` up to date until the given function is called; however many look on, hosts are looked at once. */
export function watchHosts(): () => void {
  onlookers += 1;
  stop ??= begin();
  return () => {
    onlookers -= 1;
    if (onlookers > 0) return;
    stop?.();
    stop = undefined;
  };
}

/** To be called when hosts were added or removed. */
export async function refreshHosts(): Promise<void> {
  try {
    show(await station.call('hosts.list', {}));
  } catch (thrown) {
    useHosts.setState({ error: asShiplockError(thrown) });
  }
}

/** Has that host, or every one, looked at now, and not when it is its turn. */
export async function lookNow(host?: string): Promise<void> {
  try {
    await station.call('hosts.look', host === undefined ? {} : { host });
  } catch (thrown) {
    useHosts.setState({ error: asShiplockError(thrown) });
  }
}

/** Logs in to a host that is locked: the person at the window is asked for what it needs. Rejects as 'containers.list' does. */
export async function unlockHost(host: string): Promise<void> {
  await station.call('containers.list', { host });
  await lookNow(host);
}

function begin(): () => void {
  const leaveConnection = whileConnected(() => {
    void refreshHosts();
    look();
  });
  const leaveSights = on('host.seen', gather);
  const leaveGone = on('host.gone', () => void refreshHosts());
  return () => {
    leaveConnection();
    leaveSights();
    leaveGone();
    watching?.abort();
    watching = undefined;
  };
}

function look(): void {
  watching?.abort();
  watching = new AbortController();
  // It ends when it is cancelled, and with the connection, after which there is another one.
  station.call('hosts.watch', {}, { signal: watching.signal }).catch((thrown: unknown) => {
    const error = asShiplockError(thrown);
    if (error.code !== 'cancelled' && error.code !== 'link-lost') useHosts.setState({ error });
  });
}

const gathered = new Map<string, HostSight>();

function gather(sight: HostSight): void {
  if (gathered.size === 0) setTimeout(showGathered, gatherMs);
  gathered.set(sight.host, sight);
}

function showGathered(): void {
  const { hosts, sights } = useHosts.getState();
  const seen = [...gathered.values()].map((sight) => [sight.host, keepContainers(sight, sights[sight.host])]);
  useHosts.setState({ sights: { ...sights, ...Object.fromEntries(seen) } });
  const isKnown = new Set(hosts?.map(({ name }) => name));
  // Somebody else has added it.
  if ([...gathered.keys()].some((host) => !isKnown.has(host))) void refreshHosts();
  gathered.clear();
}

/** What ran on a host that is lost is still worth knowing: above all that it is down now. */
const keepContainers = (sight: HostSight, before: HostSight | undefined): HostSight =>
  sight.containers === undefined && before?.containers !== undefined
    ? { ...sight, containers: before.containers }
    : sight;

function show(hosts: readonly Host[]): void {
  const isKnown = new Set(hosts.map(({ name }) => name));
  useHosts.setState(({ sights }) => ({
    hosts,
    sights: Object.fromEntries(Object.entries(sights).filter(([host]) => isKnown.has(host))),
    error: undefined,
  }));
}
