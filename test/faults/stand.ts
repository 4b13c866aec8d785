/** Two hosts, a laptop's data folder on a small disk of its own, a witness, and the gauge that is moved. */
import { until } from '../edge/condition.ts';
import { EdgeHost } from '../edge/host.ts';
import { images, loadImage } from '../edge/images.ts';
import { CommandLine } from '../integration/command-line.ts';
import { mountHome } from './laptop-disk.ts';
import { Witness } from './witness.ts';

export const gauge = 'gauge';
export const volume = 'gauge-data';
export const volumeFolder = `/var/lib/docker/volumes/${volume}/_data`;
/** A folder of the host's that is mounted into the gauge. */
export const boundFolder = '/srv/gauge';

const diskBytes = 1 << 30;
/** Longer than any wait that Shiplock allows itself: a command that takes longer hangs. */
const longestCommandMs = 240_000;

/** What the gauge holds besides its readings, in its RW layer, its volume and its bind mount: that much in each. */
export const keptBytes = 65_536;

/** Whether Docker starts it again when it ended, also with its host. */
export type Restart = 'no' | 'unless-stopped';

export class Stand implements AsyncDisposable {
  readonly source: EdgeHost;
  readonly target: EdgeHost;
  readonly witness: Witness;
  readonly shiplock: CommandLine;
  readonly #configurations = new Map<EdgeHost, string>();
  readonly #resources: AsyncDisposableStack;

  private constructor(
    hosts: readonly [EdgeHost, EdgeHost],
    witness: Witness,
    home: string,
    resources: AsyncDisposableStack,
  ) {
    [this.source, this.target] = hosts;
    this.witness = witness;
    this.shiplock = new CommandLine({ home, longestMs: longestCommandMs });
    this.#resources = resources;
  }

  static async up(): Promise<Stand> {
    await using resources = new AsyncDisposableStack();
    const home = resources.use(await mountHome()).folder;
    const witness = resources.use(await Witness.open());
    const rising = ['source', 'target'].map((name) => EdgeHost.up({ name, diskBytes, rateMbit: 1000 }));
    for (const host of await Promise.allSettled(rising))
      if (host.status === 'fulfilled') resources.use(host.value);
    const [source, target] = await Promise.all(rising);
    if (source === undefined || target === undefined) throw new Error('there are no two hosts');
    const stand = new Stand([source, target], witness, home, resources.move());
    try {
      await stand.#prepare();
      return stand;
    } catch (error) {
      await stand[Symbol.asyncDispose]();
      throw error;
    }
  }

  get hosts(): readonly [EdgeHost, EdgeHost] {
    return [this.source, this.target];
  }

  get home(): string {
    return this.shiplock.home;
  }

  /** Starts a new gauge on the source, and resolves when the witness hears it. */
  async startGauge(restart: Restart): Promise<void> {
    this.witness.forget();
    const options = `--restart ${restart} --volume ${volume}:/data --volume ${boundFolder}:/bound`;
    const words = `--memory 8 --tell ${this.witness.address}`;
    const keep = ['/kept', '/data/kept', '/bound/kept'].map(
      (file) => `dd if=/dev/urandom of=${file} bs=${keptBytes} count=1 2>/dev/null`,
    );
    await this.source.shell(`
      mkdir -p ${boundFolder}
      docker run --detach --name ${gauge} ${options} ${images.gauge} ${words}
      docker exec ${gauge} sh -c '${keep.join(' && ')}'`);
    await this.hearFrom(this.source);
  }

  /** Resolves when the witness has heard some more readings from that host. */
  async hearFrom({ name }: EdgeHost, deadlineMs = 20_000): Promise<void> {
    const { heard } = this.witness;
    const from = (): number => heard.filter((one) => one.from === name).length;
    const before = from();
    await until(`the gauge is heard from ${name}`, () => from() > before + 3, deadlineMs);
  }

  async boot(host: EdgeHost): Promise<void> {
    await host.boot();
    await this.witness.connect(host);
  }

  /** Whether containers outlive Docker itself; Docker heeds it at once. */
  async setLiveRestore(host: EdgeHost, isOn: boolean): Promise<void> {
    const configuration = JSON.parse(this.#configurationOf(host)) as object;
    await configure(host, JSON.stringify({ ...configuration, 'live-restore': isOn }));
  }

  /** Both hosts as they were when they came up, but for images on the source. */
  async clear(): Promise<void> {
    await Promise.all(
      this.hosts.map(async (host) => {
        await host.shell(`
          docker rm --force --volumes ${gauge} || true
          docker volume rm --force ${volume}
          rm -rf ${boundFolder} /usr/local/lib/shiplock`);
        await configure(host, this.#configurationOf(host));
      }),
    );
    await this.target.shell(`docker image rm --force ${images.gauge} 2>/dev/null || true`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#resources.disposeAsync();
  }

  async #prepare(): Promise<void> {
    await loadImage(this.source, 'gauge');
    for (const host of this.hosts) {
      await this.witness.connect(host);
      const given = JSON.parse(await host.readFile(daemonFile)) as object;
      // Else a crash of Docker ends its containers, whatever Shiplock does.
      const configuration = JSON.stringify({ ...given, 'live-restore': true });
      this.#configurations.set(host, configuration);
      await configure(host, configuration);
      const { name, address, privateKeyPath, hostKeyFingerprint } = host;
      const words = ['--address', address, '--key', privateKeyPath, '--accept-host-key', hostKeyFingerprint];
      const { status, stderr } = await this.shiplock.run('hosts', 'add', name, ...words);
      if (status !== 0) throw new Error(`host ${name} cannot be added: ${stderr}`);
    }
  }

  #configurationOf(host: EdgeHost): string {
    return this.#configurations.get(host) ?? '{}';
  }
}

const daemonFile = '/etc/docker/daemon.json';

/** With no runtime but Docker's own. */
async function configure(host: EdgeHost, configuration: string): Promise<void> {
  const settings = JSON.parse(configuration) as Record<string, unknown>;
  // Docker forgets a runtime only if the file still speaks of runtimes.
  await host.writeFile(daemonFile, `${JSON.stringify({ ...settings, runtimes: {} })}\n`);
  await host.shell('kill -HUP "$(cat /run/docker.pid)"');
  const isOn = settings['live-restore'] === true;
  const ask = ['docker', 'info', '--format', '{{.LiveRestoreEnabled}} {{json .Runtimes}}'];
  await until('Docker has read its configuration', async () => {
    const { stdout } = await host.run(ask);
    return stdout.startsWith(String(isOn)) && !stdout.includes('shiplock');
  });
  await host.writeFile(daemonFile, `${configuration}\n`);
}
