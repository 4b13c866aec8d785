/** The agent that is forwarded to a host: it knows one key and one trick. */
import { createPublicKey, verify } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { expect, test } from 'vitest';
import { EphemeralAgent } from '../../electron/hosts/ephemeral-agent.ts';

const string = (content: string | Buffer): Buffer => {
  const bytes = Buffer.from(content);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};

/** Sends bytes as a host would and returns the answers, without their lengths. */
async function ask(agent: EphemeralAgent, ...pieces: readonly Buffer[]): Promise<Buffer[]> {
  const { promise, resolve } = Promise.withResolvers<Duplex>();
  agent.getStream((_error, opened) => resolve(opened));
  const stream = await promise;
  for (const piece of pieces) stream.write(piece);
  stream.end();
  const said = Buffer.concat(await stream.toArray());
  const answers: Buffer[] = [];
  for (let at = 0; at < said.length; at += 4 + said.readUInt32BE(at)) {
    answers.push(said.subarray(at + 4, at + 4 + said.readUInt32BE(at)));
  }
  return answers;
}

const keyOf = (agent: EphemeralAgent): Buffer => Buffer.from(agent.publicKey.split(' ')[1] ?? '', 'base64');
const signRequest = (key: Buffer, data: string): Buffer =>
  string(Buffer.concat([Buffer.from([13]), string(key), string(data), Buffer.alloc(4)]));
const failure = Buffer.from([5]);

test('names its one key, and signs with it what can be verified by it', async () => {
  const agent = new EphemeralAgent();
  const key = keyOf(agent);
  const [identities, signed] = await ask(agent, string(Buffer.from([11])), signRequest(key, 'login'));
  expect(identities?.subarray(0, 5)).toEqual(Buffer.from([12, 0, 0, 0, 1]));
  expect(identities?.includes(key)).toBe(true);
  const publicKey = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: key.subarray(-32).toString('base64url') },
    format: 'jwk',
  });
  expect(verify(null, Buffer.from('login'), publicKey, signed?.subarray(-64) ?? Buffer.alloc(0))).toBe(true);
});

test('signs with no other key', async () => {
  const agent = new EphemeralAgent();
  expect(await ask(agent, signRequest(keyOf(new EphemeralAgent()), 'login'))).toEqual([failure]);
});

test('answers what it does not know with a failure, and keeps its place, however the bytes arrive', async () => {
  const agent = new EphemeralAgent();
  const binding = string(
    Buffer.concat([Buffer.from([27]), string('session-bind@openssh.com'), Buffer.alloc(99)]),
  );
  const all = Buffer.concat([binding, string(Buffer.from([11]))]);
  const pieces = [all.subarray(0, 2), all.subarray(2, 60), all.subarray(60)];
  const [refused, identities] = await ask(agent, ...pieces);
  expect(refused).toEqual(failure);
  expect(identities?.[0]).toBe(12);
});

test('hangs up on a message that is too long', async () => {
  const agent = new EphemeralAgent();
  agent.getStream((_error, stream) => {
    stream.write(Buffer.from([0x7f, 0xff, 0xff, 0xff, 11]));
    expect(stream.destroyed).toBe(true);
  });
});

test('is of no use for logging in', () => {
  let keys: unknown;
  new EphemeralAgent().getIdentities((_error, found) => {
    keys = found;
  });
  expect(keys).toEqual([]);
});
