/**
 * A witness that is no part of Shiplock: it hears every reading of a gauge (`--tell`) and from which host it came. Each
 * host has a cable of its own to the witness, so that a copy is heard also while the host's link is cut.
 */
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { execute, succeed } from '../edge/command.ts';
import type { EdgeHost } from '../edge/host.ts';
import { findInit, readRecord } from '../edge/record.ts';

export interface Heard {
  /** Drawn when the program started; a copy that goes on elsewhere keeps it. */
  readonly identity: string;
  readonly count: number;
  /** The host's name. */
  readonly from: string;
  /** Milliseconds, of `performance.now()`. */
  readonly atMs: number;
}

const subnet = '10.79.0';
const ownAddress = `${subnet}.1`;

export class Witness implements AsyncDisposable {
  /** In the order in which the datagrams came to this machine; all hosts share its kernel. */
  readonly heard: Heard[] = [];
  readonly #socket: Socket;
  readonly #names = new Map<number, string>();

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('message', (message, sender) => this.#hear(message, sender));
  }

  static async open(): Promise<Witness> {
    const socket = createSocket({ type: 'udp4', recvBufferSize: 1 << 20 });
    socket.bind(0);
    await once(socket, 'listening');
    return new Witness(socket);
  }

  /** For the gauge's `--tell`: the same on every host. */
  get address(): string {
    return `${ownAddress}:${this.#socket.address().port}`;
  }

  /** Connects a host that is on; to be called again after each boot. Until then it is heard over its own link. */
  async connect(host: EdgeHost): Promise<void> {
    const number = numberOf(host);
    const record = readRecord(number);
    const init = record === null ? null : findInit(record);
    if (init === null) throw new Error(`host ${host.name} is powered off`);
    this.#names.set(number, host.name);
    const far = `${subnet}.${number}`;
    const near = `wi-79-${number}`;
    const inside = ['nsenter', '-t', String(init.pid), '-n', 'ip'];
    const peer = ['peer', 'name', 'witness0', 'netns', String(init.pid)];
    // The kernel may take a while to clear away what a host that lost its power had.
    await execute(['ip', 'link', 'del', near]);
    await succeed(['ip', 'link', 'add', near, 'type', 'veth', ...peer]);
    await succeed(['ip', 'addr', 'add', ownAddress, 'peer', `${far}/32`, 'dev', near]);
    await succeed(['ip', 'link', 'set', near, 'up']);
    await succeed([...inside, 'addr', 'add', far, 'peer', `${ownAddress}/32`, 'dev', 'witness0']);
    await succeed([...inside, 'link', 'set', 'witness0', 'up']);
  }

  /** Begins a new record. */
  forget(): void {
    this.heard.length = 0;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.close();
    await once(this.#socket, 'close');
  }

  #hear(message: Buffer, { address }: RemoteInfo): void {
    const [, identity, count] = /^([0-9a-f]{16}) (\d+)$/.exec(message.toString('latin1')) ?? [];
    const from = this.#names.get(Number(address.split('.')[3]));
    if (identity === undefined || from === undefined) return;
    this.heard.push({ identity, count: Number(count), from, atMs: performance.now() });
  }
}

/** The last number of its address, which no two hosts share. */
const numberOf = ({ address }: EdgeHost): number => Number(address.split('.')[3]);
