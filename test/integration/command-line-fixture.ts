/** Two hosts with users who may use sudo, and command lines with data folders of their own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EdgeHost } from '../edge/host.ts';
import { loadImage } from '../edge/images.ts';
import { CommandLine, type CommandLineOptions } from './command-line.ts';

export class CommandLineFixture implements AsyncDisposable {
  readonly gate: EdgeHost;
  readonly weir: EdgeHost;
  /** On the laptop; gone with the fixture. */
  readonly folder = mkdtempSync(path.join(tmpdir(), 'shiplock-cli-'));
  #homes = 0;

  private constructor(gate: EdgeHost, weir: EdgeHost) {
    this.gate = gate;
    this.weir = weir;
  }

  /** Both hosts have the gauge's image. */
  static async up(): Promise<CommandLineFixture> {
    const users = [
      { name: 'pilot', sudo: 'nopasswd' },
      { name: 'guest', sudo: 'password' },
    ] as const;
    const gate = await EdgeHost.up({ name: 'gate', users });
    const weir = await EdgeHost.up({ name: 'weir', users });
    await loadImage(gate, 'gauge');
    await loadImage(weir, 'gauge');
    return new CommandLineFixture(gate, weir);
  }

  /** One that knows no host. */
  fresh(options: Partial<CommandLineOptions> = {}): CommandLine {
    this.#homes += 1;
    return new CommandLine({ home: path.join(this.folder, `home-${this.#homes}`), ...options });
  }

  /** One that knows both hosts, as root. */
  async acquainted(options: Partial<CommandLineOptions> = {}): Promise<CommandLine> {
    const shiplock = this.fresh(options);
    for (const host of [this.gate, this.weir]) {
      const { status, stderr } = await shiplock.run(...addWords(host), ...acceptKey(host));
      if (status !== 0) throw new Error(`${host.name} could not be added:\n${stderr}`);
    }
    return shiplock;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.gate.down();
    await this.weir.down();
    rmSync(this.folder, { recursive: true });
  }
}

export const addWords = (host: EdgeHost, name = host.name): string[] => [
  'hosts',
  'add',
  name,
  '--address',
  host.address,
  '--key',
  host.privateKeyPath,
];

export const acceptKey = (host: EdgeHost): string[] => ['--accept-host-key', host.hostKeyFingerprint];
