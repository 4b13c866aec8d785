/** An SSH agent with one key, made for one purpose and gone with this process; its private half never leaves it. */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { Duplex } from 'node:stream';
import ssh2 from 'ssh2';

const keyName = 'ssh-ed25519';

/**
 * Only to be forwarded, never to log in with. Whoever it is forwarded to can have data signed by this key for as long as
 * the connection lasts, and nothing else: neither see the key nor reach any other key of the user's.
 */
export class EphemeralAgent extends ssh2.BaseAgent<Buffer> {
  /** In SSH's wire form. */
  readonly #publicKey: Buffer;
  readonly #privateKey: KeyObject;

  constructor() {
    super();
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const point = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
    this.#publicKey = Buffer.concat([text(keyName), behindItsLength(point)]);
    this.#privateKey = privateKey;
  }

  /** As `authorized_keys` has it: `ssh-ed25519 AAAA…`. */
  get publicKey(): string {
    return `${keyName} ${this.#publicKey.toString('base64')}`;
  }

  getIdentities(done: (error?: Error | null, keys?: Buffer[]) => void): void {
    done(null, []);
  }

  sign(_key: unknown, _data: Buffer, options: unknown, done?: (error?: Error | null) => void): void {
    const answer = typeof options === 'function' ? (options as NonNullable<typeof done>) : done;
    answer?.(new Error('this agent is only for forwarding'));
  }

  /** The agent as the host that it is forwarded to talks to it. */
  override getStream(done: (error: Error | null, stream: Duplex) => void): void {
    done(
      null,
      agentStream((type, body) => this.#answer(type, body)),
    );
  }

  /** Numbers and layouts: draft-miller-ssh-agent. */
  #answer(type: number, body: Buffer): Buffer {
    if (type === requestIdentities) {
      return Buffer.concat([
        Buffer.from([identitiesAnswer, 0, 0, 0, 1]),
        behindItsLength(this.#publicKey),
        text('shiplock'),
      ]);
    }
    if (type === signRequest) {
      const key = firstString(body);
      const data = key && firstString(body.subarray(4 + key.length));
      if (data !== undefined && key?.equals(this.#publicKey)) {
        const signature = Buffer.concat([text(keyName), behindItsLength(sign(null, data, this.#privateKey))]);
        return Buffer.concat([Buffer.from([signResponse]), behindItsLength(signature)]);
      }
    }
    return Buffer.from([failure]);
  }
}

const failure = 5;
const requestIdentities = 11;
const identitiesAnswer = 12;
const signRequest = 13;
const signResponse = 14;

/** As OpenSSH's own agent has it. */
const longestMessage = 256 * 1024;

/**
 * Answers every message, in order. (ssh2's own agent protocol loses its place after a message that it does not know, and
 * OpenSSH begins with one.)
 */
function agentStream(answer: (type: number, body: Buffer) => Buffer): Duplex {
  let received = Buffer.alloc(0);
  return new Duplex({
    read: () => undefined,
    write(chunk: Buffer, _encoding, done) {
      received = Buffer.concat([received, chunk]);
      for (;;) {
        const length = received.length < 4 ? 0 : received.readUInt32BE();
        if (length > longestMessage) this.destroy();
        if (length === 0 || length > longestMessage || received.length < 4 + length) break;
        const message = received.subarray(4, 4 + length);
        received = received.subarray(4 + length);
        this.push(behindItsLength(answer(message[0] ?? 0, message.subarray(1))));
      }
      done();
    },
    final(done) {
      this.push(null);
      done();
    },
  });
}

function behindItsLength(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

const text = (words: string): Buffer => behindItsLength(Buffer.from(words));

function firstString(bytes: Buffer): Buffer | undefined {
  if (bytes.length < 4) return undefined;
  const end = 4 + bytes.readUInt32BE();
  return bytes.length < end ? undefined : bytes.subarray(4, end);
}
