/** A host that answers as a test tells it to: a real SSH server, in this process. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createHash } from 'node:crypto';
import ssh2, { type Connection, type ServerChannel } from 'ssh2';
import { connect } from '../../electron/hosts/connect.ts';
import type { Session } from '../../electron/hosts/session.ts';
import type { Host } from '../../shared/model.ts';

/** What the host does with a command; `ordinal` counts them from 1. Commands nobody answers go unanswered. */
export type Answer = (channel: ServerChannel, command: string, ordinal: number) => void;

const { private: privateKey, public: publicKey } = ssh2.utils.generateKeyPairSync('ed25519');
const keyBlob = Buffer.from(publicKey.split(' ')[1] ?? '', 'base64');
const hostKey = `SHA256:${createHash('sha256').update(keyBlob).digest('base64').replace(/=+$/, '')}`;

export class MaliciousHost implements AsyncDisposable {
  answer: Answer = () => undefined;
  /** Otherwise it leaves the question for a command unanswered. */
  begins: boolean = true;
  readonly #server: ssh2.Server;
  readonly #connections = new Set<Connection>();
  #commands = 0;

  private constructor() {
    this.#server = new ssh2.Server({ hostKeys: [privateKey] }, (connection) => this.#serve(connection));
  }

  static async up(): Promise<MaliciousHost> {
    const host = new MaliciousHost();
    host.#server.listen(0, '127.0.0.1');
    await once(host.#server, 'listening');
    return host;
  }

  get host(): Host {
    const { port } = this.#server.address() as AddressInfo;
    return {
      name: 'mallory',
      address: '127.0.0.1',
      port,
      user: 'root',
      login: 'password',
      sudo: false,
      hostKey,
    };
  }

  session(): Promise<Session> {
    return connect(this.host, { askSecret: async () => 'any' });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const connection of this.#connections) connection.end();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #serve(connection: Connection): void {
    this.#connections.add(connection);
    connection.on('close', () => this.#connections.delete(connection));
    connection.on('error', () => undefined);
    connection.on('authentication', (attempt) => {
      if (attempt.method === 'password') attempt.accept();
      else attempt.reject(['password']);
    });
    connection.on('session', (accept) => {
      accept().on('exec', (acceptCommand, _reject, { command }) => {
        if (!this.begins) return;
        const channel = acceptCommand();
        channel.on('error', () => undefined);
        this.#commands += 1;
        this.answer(channel, command, this.#commands);
      });
    });
  }
}

/** Ends a command well after it has printed this. */
export function print(channel: ServerChannel, text: string | Buffer): void {
  channel.write(text, () => {
    channel.exit(0);
    channel.end();
  });
}

/** Prints without end, for as long as the other side takes it. */
export function printEndlessly(output: NodeJS.WritableStream, piece: Buffer): void {
  const { writable } = output as { writable?: boolean };
  if (writable !== true) return;
  const goOn = (): void => printEndlessly(output, piece);
  if (output.write(piece)) setImmediate(goOn);
  else output.once('drain', goOn);
}

/** Sends on a channel whatever room the other side has given: past ssh2's own check. */
export function sendUnasked(channel: ServerChannel, data: Buffer): void {
  const { _client, outgoing } = channel as unknown as {
    _client: { _protocol: { channelData(id: number, data: Buffer): void } };
    outgoing: { id: number };
  };
  _client._protocol.channelData(outgoing.id, data);
}
