/** A real registry on this machine's loopback: Debian's docker-registry, unpacked beside the test hosts' own things. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { succeed } from '../edge/command.ts';
import { until } from '../edge/condition.ts';
import { withLock } from '../edge/lock.ts';
import { cacheDir } from '../edge/state.ts';

export const login = { user: 'keeper', password: 'weir seven' } as const;
/** That password, as bcrypt keeps it at its lowest cost. */
const passwordFile = 'keeper:$2b$05$OvUhfFaUva/qE5f3zmT9ves5Ah0e/653J.29EspGlu0g1gyBwCN4O\n';

export interface RegistryOptions {
  /** Lets in who knows `login`, and nobody else. */
  readonly hasLogin?: boolean;
  /** Speaks with encryption, under a certificate that only `authority` vouches for. */
  readonly isEncrypted?: boolean;
}

export class TestRegistry implements AsyncDisposable {
  readonly port: number;
  /** Where it keeps everything. */
  readonly folder: string;
  readonly #process: ChildProcess;

  private constructor(port: number, folder: string, process: ChildProcess) {
    this.port = port;
    this.folder = folder;
    this.#process = process;
  }

  static async up({ hasLogin = false, isEncrypted = false }: RegistryOptions = {}): Promise<TestRegistry> {
    const program = await ensureProgram();
    const folder = mkdtempSync(path.join(tmpdir(), 'shiplock-registry-'));
    const port = await freePort();
    const passwords = path.join(folder, 'passwords');
    writeFileSync(passwords, passwordFile);
    const tls = isEncrypted ? await ownCertificate(folder) : undefined;
    const config = {
      version: 0.1,
      log: { level: 'error' },
      storage: { filesystem: { rootdirectory: folder } },
      http: { addr: `127.0.0.1:${port}`, ...(tls && { tls }) },
      ...(hasLogin && { auth: { htpasswd: { realm: 'test', path: passwords } } }),
    };
    // JSON is YAML.
    writeFileSync(path.join(folder, 'config.yml'), JSON.stringify(config));
    const process = spawn(program, ['serve', path.join(folder, 'config.yml')], { stdio: 'ignore' });
    const registry = new TestRegistry(port, folder, process);
    try {
      await until('the registry answers', async () => {
        if (process.exitCode !== null) throw new Error(`the registry ended with ${process.exitCode}`);
        return await answers(port);
      });
    } catch (error) {
      await registry[Symbol.asyncDispose]();
      throw error;
    }
    return registry;
  }

  /** Vouches for an encrypted one. */
  get authority(): string {
    return path.join(this.folder, 'certificate.pem');
  }

  /** The file that holds a blob's bytes. */
  fileOf(digest: string): string {
    const hex = digest.slice('sha256:'.length);
    return path.join(this.folder, 'docker/registry/v2/blobs/sha256', hex.slice(0, 2), hex, 'data');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#process.exitCode === null) {
      const ended = once(this.#process, 'exit');
      this.#process.kill('SIGKILL');
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Fetched once. Not installed: the package would start a service of its own. */
async function ensureProgram(): Promise<string> {
  const folder = path.join(cacheDir, 'docker-registry');
  const program = path.join(folder, 'usr/bin/docker-registry');
  if (existsSync(program)) return program;
  return withLock('docker-registry', async () => {
    if (existsSync(program)) return program;
    const unfinished = `${folder}.unfinished`;
    rmSync(unfinished, { recursive: true, force: true });
    mkdirSync(unfinished, { recursive: true });
    await succeed(['sh', '-ec', 'cd "$1" && apt-get -q download docker-registry', 'fetch', unfinished]);
    const archive = readdirSync(unfinished).find((name) => name.endsWith('.deb'));
    if (archive === undefined) throw new Error('apt-get fetched no package');
    await succeed(['dpkg-deb', '--extract', path.join(unfinished, archive), unfinished]);
    renameSync(unfinished, folder);
    return program;
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('there is no free port');
  return address.port;
}

/** For 127.0.0.1, vouched for by itself. */
async function ownCertificate(folder: string): Promise<{ certificate: string; key: string }> {
  const certificate = path.join(folder, 'certificate.pem');
  const key = path.join(folder, 'key.pem');
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc', '-days', '2'];
  const name = ['-subj', '/CN=test registry', '-addext', 'subjectAltName=IP:127.0.0.1'];
  await succeed(['openssl', 'req', ...kind, ...name, '-keyout', key, '-out', certificate]);
  return { certificate, key };
}

async function answers(port: number): Promise<boolean> {
  const line = connect(port, '127.0.0.1');
  try {
    await once(line, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    line.destroy();
  }
}
