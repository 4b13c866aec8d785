/** A disposable edge host: a machine in namespaces, with its own disk, network address, sshd, Docker and Podman. */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { connect } from 'node:net';
import path from 'node:path';
import { baseDir, ensureBase } from './base.ts';
import { type CommandOptions, type CommandResult, execute } from './command.ts';
import { until } from './condition.ts';
import { onConsole } from './console.ts';
import { claimHost, removeHost } from './fleet.ts';
import { type Flavour, flavours } from './flavours.ts';
import { addressOf, capLink, setLink } from './network.ts';
import { powerOff, powerOn } from './power.ts';
import { identifyProcess } from './process-identity.ts';
import { findInit, type HostRecord, type Machine, readRecord, readRecords, writeRecord } from './record.ts';
import { type FileSystem, hostKeyFile, seedHost } from './seed.ts';
import { fingerprint, privateKeyPath } from './ssh-key.ts';
import { addUser, type HostUser } from './users.ts';
import { ensureVmBase } from './vm-base.ts';

export interface HostOptions {
  /** Its host name: lower-case letters, digits and dashes. */
  readonly name: string;
  /** Default: `docker26`. */
  readonly flavour?: Flavour | undefined;
  /** A cap on its link, both directions. Default: none. */
  readonly rateMbit?: number | undefined;
  /** Default: `namespaces`. */
  readonly machine?: Machine | undefined;
  /** A disk of its own of this size, which can be filled. Default: this machine's. At least 64 MB. Not for a `vm`. */
  readonly diskBytes?: number | undefined;
  /** What file system that disk has. Default: `ext4`. */
  readonly fileSystem?: FileSystem | undefined;
  readonly users?: readonly HostUser[] | undefined;
  /** Stays until taken down, whatever becomes of this process. Default: it goes when this process does. */
  readonly detached?: boolean | undefined;
}

/** How long a host may take for what it does at a boot: emulation is ten to twenty times slower. */
const patienceMs = { namespaces: 60_000, vm: 300_000 } as const;

export class EdgeHost {
  readonly name: string;
  readonly flavour: Flavour;
  /** Its IPv4 address, the same after every boot. */
  readonly address: string;
  /** The private key file that the host lets in as root and as each of its users. */
  readonly privateKeyPath: string = privateKeyPath;
  readonly #id: string;
  readonly #number: number;

  private constructor(record: HostRecord) {
    this.name = record.name;
    this.flavour = record.flavour;
    this.address = addressOf(record.number);
    this.#id = record.id;
    this.#number = record.number;
  }

  /** A new host, reachable by SSH and with Docker answering. The base is built first if need be. */
  static async up(options: HostOptions): Promise<EdgeHost> {
    const flavour = options.flavour ?? 'docker26';
    const { suite } = flavours[flavour];
    const machine = options.machine ?? 'namespaces';
    await ensureBase(suite);
    const base = path.basename(baseDir(suite));
    if (machine === 'vm') await ensureVmBase(base);
    const record = await claimHost({
      name: options.name,
      flavour,
      machine,
      base,
      owner: options.detached === true ? null : identifyProcess(process.pid),
      diskBytes: options.diskBytes ?? null,
      rateMbit: options.rateMbit ?? null,
    });
    const host = new EdgeHost(record);
    try {
      await seedHost(record, options.fileSystem ?? 'ext4');
      await host.boot();
      for (const user of options.users ?? []) await addUser(host, user);
      return host;
    } catch (error) {
      await host.down();
      throw error;
    }
  }

  /** Hosts there are on this machine, powered on or not, whoever owns them. */
  static list(): EdgeHost[] {
    return readRecords().map((record) => new EdgeHost(record));
  }

  /** The detached host of that name. Throws if there is none. */
  static find(name: string): EdgeHost {
    const record = readRecords().find((each) => each.owner === null && each.name === name);
    if (record === undefined) throw new Error(`there is no detached host ${name}`);
    return new EdgeHost(record);
  }

  /** `SHA256:…` of its host key (ed25519), as ssh-keygen -l prints it. */
  get hostKeyFingerprint(): string {
    return fingerprint(hostKeyFile(this.#record()));
  }

  get poweredOn(): boolean {
    return findInit(this.#record()) !== null;
  }

  get detached(): boolean {
    return this.#record().owner === null;
  }

  /** Runs a command on its console, as root in /root, and resolves with whatever status it ends with. */
  async run(argv: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
    return execute(this.#enter(argv), options);
  }

  /** Runs a POSIX shell script on its console (`set -e`) and returns its standard output. Throws if it fails. */
  async shell(script: string, options: CommandOptions = {}): Promise<string> {
    const { stdout, stderr, status } = await this.run(['sh', '-ec', script], options);
    if (status !== 0)
      throw new Error(`status ${status} on host ${this.name}: ${stderr || stdout}\n${script}`.trim());
    return stdout;
  }

  /** Starts a command on its console and leaves its streams to the caller. */
  spawn(argv: readonly string[], options: SpawnOptions = {}): ChildProcess {
    const [program = '', ...args] = this.#enter(argv);
    return spawn(program, args, options);
  }

  /** Writes a file, making its folder if need be. */
  async writeFile(file: string, content: string | Uint8Array, mode = 0o644): Promise<void> {
    const script = 'mkdir -p "$(dirname "$1")" && cat >"$1" && chmod "$2" "$1"';
    const { status, stderr } = await this.run(['sh', '-ec', script, 'sh', file, mode.toString(8)], {
      input: content,
    });
    if (status !== 0) throw new Error(`cannot write ${file} on host ${this.name}: ${stderr.trim()}`);
  }

  /** The content of a text file. */
  async readFile(file: string): Promise<string> {
    const { stdout, stderr, status } = await this.run(['cat', '--', file]);
    if (status !== 0) throw new Error(`cannot read ${file} on host ${this.name}: ${stderr.trim()}`);
    return stdout;
  }

  /** Power loss: everything on it ends at one moment; its disk stays. */
  async powerLoss(): Promise<void> {
    await powerOff(this.#record());
  }

  /** Powers it on again. Resolves when SSH and Docker answer. */
  async boot(): Promise<void> {
    if (this.poweredOn) throw new Error(`host ${this.name} is powered on already`);
    await powerOn(this.#record());
    await this.sshReady();
    await this.dockerReady();
  }

  /** Pulls its network cable. */
  async cut(): Promise<void> {
    await setLink(this.#number, 'down');
  }

  /** Puts the network cable back. */
  async rejoin(): Promise<void> {
    await setLink(this.#number, 'up');
  }

  /** Nothing passes any more between this host and another, without a word to either; both still reach all others. */
  async cutFrom(other: EdgeHost): Promise<void> {
    const { address } = other;
    await this.shell(`iptables -I INPUT -s ${address} -j DROP && iptables -I OUTPUT -d ${address} -j DROP`);
  }

  /** Takes `cutFrom` back. */
  async rejoinTo(other: EdgeHost): Promise<void> {
    const { address } = other;
    await this.shell(`iptables -D INPUT -s ${address} -j DROP && iptables -D OUTPUT -d ${address} -j DROP`);
  }

  /**
   * Gives sshd more settings, ahead of all others; null takes them away. They hold for every connection from now on;
   * those that are open go on. (Told to read its settings again, sshd answers for a moment as it was before.)
   */
  async configureSshd(settings: string | null): Promise<void> {
    const file = '/etc/ssh/sshd_config.d/00-test.conf';
    if (settings === null) await this.shell(`rm -f ${file}`);
    else await this.writeFile(file, `${settings}\n`);
    await this.shell(`
      read -r pid </run/sshd.pid
      kill "$pid"
      while kill -0 "$pid" 2>/dev/null; do sleep 0.05; done
      /usr/sbin/sshd`);
  }

  /** Caps its link in both directions, in Mbit/s, over power losses too; null lifts the cap. */
  async capRate(mbit: number | null): Promise<void> {
    const record = this.#record();
    const init = findInit(record);
    const pid = record.machine === 'vm' ? null : init?.pid;
    if (init !== null && pid !== undefined) await capLink(this.#number, pid, mbit);
    writeRecord({ ...record, rateMbit: mbit });
  }

  /** Resolves when Docker answers. Throws with the end of its log if it does not in good time. */
  async dockerReady(): Promise<void> {
    try {
      await until(
        'Docker answers',
        async () => (await this.run(['docker', 'version'])).status === 0,
        this.#patienceMs,
      );
    } catch (error) {
      const { stdout } = await this.run(['tail', '-n', '20', '/var/log/dockerd.log']);
      throw new Error(`Docker does not answer on host ${this.name}:\n${stdout}`, { cause: error });
    }
  }

  /** Resolves when something listens on the SSH port. */
  async sshReady(): Promise<void> {
    await until(`SSH answers on host ${this.name}`, () => accepts(this.address, 22), this.#patienceMs);
  }

  /** Stops Docker as a service manager does (its containers stop), starts it, and waits until it answers. */
  async restartDocker(): Promise<void> {
    await this.shell('docker-service restart');
    await this.dockerReady();
  }

  /** A crash of Docker: dockerd is killed, its containers go on. It stays down until `startDocker`. */
  async killDocker(): Promise<void> {
    await this.shell('docker-service kill');
  }

  async startDocker(): Promise<void> {
    await this.shell('docker-service start');
    await this.dockerReady();
  }

  /** Takes it down and deletes its disk. */
  async down(): Promise<void> {
    const record = readRecord(this.#number);
    if (record?.id === this.#id) await removeHost(record);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.down();
  }

  #record(): HostRecord {
    const record = readRecord(this.#number);
    if (record?.id !== this.#id) throw new Error(`host ${this.name} has been taken down`);
    return record;
  }

  #enter(argv: readonly string[]): string[] {
    return onConsole(this.#record(), argv);
  }

  get #patienceMs(): number {
    return patienceMs[this.#record().machine];
  }
}

function accepts(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port, timeout: 1000 });
    const settle = (accepted: boolean): void => {
      socket.destroy();
      resolve(accepted);
    };
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
    socket.once('timeout', () => settle(false));
  });
}
