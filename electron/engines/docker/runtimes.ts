/** OCI runtimes in dockerd's configuration: added and removed by a reload. A restart would stop every container. */
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type Dockerode from 'dockerode';
import { z } from 'zod';
import { ShiplockError } from '../../../shared/errors.ts';
import type { Session } from '../../hosts/session.ts';
import { infoAnswer, listAnswer, readAnswer } from './answers.ts';
import { ask, askForMaybe } from './request.ts';
import { asks } from './asks.ts';

const script = readFileSync(new URL('./daemon-json.sh', import.meta.url), 'utf8');
const configuration = z.looseObject({
  runtimes: z.record(z.string(), z.looseObject({ path: z.string().optional() })).optional(),
});

const runtimeOf = z.looseObject({ HostConfig: z.looseObject({ Runtime: z.string().optional() }) });

/** dockerd answers a reload within milliseconds; a busy box gets this long. */
const reloadTimeoutMs = 10_000;

export class DockerRuntimes {
  readonly #session: Session;
  readonly #docker: Dockerode;

  constructor(session: Session, docker: Dockerode) {
    this.#session = session;
    this.#docker = docker;
  }

  async register(name: string, path: string, willChange: () => void): Promise<boolean> {
    // Asked in any case, and first: a dockerd that is still starting does not answer, and would die of the reload.
    const isKnown = await this.#knows(name);
    const before = await this.#read();
    if (before.runtimes?.[name]?.path === path && isKnown) return false;
    willChange();
    await this.#write({ ...before, runtimes: { ...before.runtimes, [name]: { path } } });
    await this.#reloadUntil(name, true);
    return true;
  }

  async unregister(name: string): Promise<boolean> {
    if (await this.#isUsed(name)) return false;
    const before = await this.#read();
    const { [name]: _gone, ...others } = before.runtimes ?? {};
    if (before.runtimes?.[name] !== undefined || (await this.#knows(name))) {
      // dockerd forgets a runtime only if the file still speaks of runtimes.
      await this.#write({ ...before, runtimes: others });
      await this.#reloadUntil(name, false);
    } else if (before.runtimes === undefined) return true;
    // Also where this is all that was left to be done when an earlier attempt broke off.
    const { runtimes: _runtimes, ...rest } = before;
    if (Object.keys(others).length === 0) await this.#write(rest);
    return true;
  }

  async #read(): Promise<z.infer<typeof configuration>> {
    const { stdout } = await this.#session.script('daemon-json', script, ['read']);
    try {
      return configuration.parse(stdout.trim() === '' ? {} : JSON.parse(stdout));
    } catch (error) {
      throw new ShiplockError(
        'engine-failed',
        {
          en: `/etc/docker/daemon.json on ${this.#session.host.name} is not valid.`,
          zh: `${this.#session.host.name} 上的 /etc/docker/daemon.json 格式不正确。`,
        },
        {
          details: String(error),
          remedy: {
            en: 'Correct the file on the host; Shiplock adds its runtime to it.',
            zh: '请在主机上改正该文件；Shiplock 要在其中加入自己的运行时。',
          },
          cause: error,
        },
      );
    }
  }

  async #write(wanted: z.infer<typeof configuration>): Promise<void> {
    const text = Object.keys(wanted).length > 0 ? `${JSON.stringify(wanted, null, 2)}\n` : '';
    const args = ['write', String(Buffer.byteLength(text))];
    await this.#session.script('daemon-json', script, args, { input: text });
  }

  async #reloadUntil(name: string, known: boolean): Promise<void> {
    await this.#session.script('daemon-json', script, ['reload']);
    const deadline = Date.now() + reloadTimeoutMs;
    while ((await this.#knows(name)) !== known) {
      if (Date.now() > deadline) {
        throw new ShiplockError(
          'engine-failed',
          {
            en: `Docker on ${this.#session.host.name} did not take up the runtime ${name}.`,
            zh: `${this.#session.host.name} 上的 Docker 没有启用运行时 ${name}。`,
          },
          {
            remedy: {
              en: "See dockerd's log on the host: a runtime given on its command line keeps it from reading /etc/docker/daemon.json.",
              zh: '请查看该主机上 dockerd 的日志：命令行中指定了运行时的 dockerd 不会读取 /etc/docker/daemon.json。',
            },
          },
        );
      }
      await delay(20);
    }
  }

  async #knows(name: string): Promise<boolean> {
    const info: unknown = await ask(this.#session, asks.describeItself, () => this.#docker.info());
    const { Runtimes } = readAnswer(this.#session.host.name, asks.describeItself, infoAnswer, info);
    return Runtimes?.[name] !== undefined;
  }

  async #isUsed(name: string): Promise<boolean> {
    const { name: host } = this.#session.host;
    const list = asks.listContainers;
    const listed = await ask(this.#session, list, () => this.#docker.listContainers({ all: true }));
    const runtimes = await Promise.all(
      readAnswer(host, list, listAnswer, listed).map(async ({ Id }) => {
        const what = asks.describeContainer;
        const inspect = await askForMaybe(this.#session, what, () => this.#docker.getContainer(Id).inspect());
        return readAnswer(host, what, runtimeOf.optional(), inspect)?.HostConfig.Runtime;
      }),
    );
    return runtimes.includes(name);
  }
}
