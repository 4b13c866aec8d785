/** Docker's volumes. */
import type Dockerode from 'dockerode';
import { ShiplockError } from '../../../shared/errors.ts';
import type { Session } from '../../hosts/session.ts';
import { listAnswer, readAnswer, volumeAnswer } from './answers.ts';
import { asks, asksOf } from './asks.ts';
import { ask, askFor, askForMaybe } from './request.ts';
import type { VolumeFacts } from '../engine.ts';

export class DockerVolumes {
  readonly #session: Session;
  readonly #docker: Dockerode;

  constructor(session: Session, docker: Dockerode) {
    this.#session = session;
    this.#docker = docker;
  }

  async volume(name: string): Promise<VolumeFacts | undefined> {
    const what = asksOf.describeVolume(name);
    const answer = await askForMaybe(this.#session, what, () => this.#docker.getVolume(name).inspect());
    if (answer === undefined) return undefined;
    const volume = readAnswer(this.#session.host.name, what, volumeAnswer, answer);
    return {
      name: volume.Name,
      driver: volume.Driver,
      options: volume.Options ?? {},
      labels: volume.Labels ?? {},
      mountpoint: volume.Mountpoint,
    };
  }

  async create(asked: Omit<VolumeFacts, 'mountpoint'>): Promise<VolumeFacts> {
    const { name, driver, options, labels } = asked;
    const body = { Name: name, Driver: driver, DriverOpts: { ...options }, Labels: { ...labels } };
    await ask(this.#session, asksOf.createVolume(name), () => this.#docker.createVolume(body));
    const volume = await this.volume(name);
    if (volume !== undefined) return volume;
    const text = {
      en: `Volume ${name} vanished as it was created.`,
      zh: `数据卷 ${name} 刚创建就消失了。`,
    };
    throw new ShiplockError('engine-failed', text);
  }

  async remove(name: string): Promise<void> {
    await askForMaybe(this.#session, asksOf.removeVolume(name), () => this.#docker.getVolume(name).remove());
  }

  async users(name: string): Promise<readonly string[]> {
    const users = await askFor(this.#session, asks.listVolumeUsers, listAnswer, () =>
      this.#docker.listContainers({ all: true, filters: { volume: [name] } }),
    );
    return users.map(({ Names }) => (Names?.[0] ?? '').replace(/^\//, ''));
  }
}
