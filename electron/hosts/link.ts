/** An SSH connection as such: reached, negotiated, logged in, watched, and put an end to. */
import { connect as connectTcp } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Client, ConnectConfig, ServerHostKeyAlgorithm } from 'ssh2';
import ssh2 from 'ssh2';
import { ShiplockError } from '../../shared/errors.ts';
import { algorithms } from './algorithms.ts';
import { abortReason, deadline } from './cancellation.ts';
import { connectFailure, type Reached } from './connect-failure.ts';
import { gatherWrites } from './gathered-writes.ts';

/** What a session offers to those who go through it. */
export interface JumpHost {
  readonly lost: AbortSignal;
  forward(address: string, port: number): Promise<Duplex>;
}

export interface Destination {
  /** For messages. */
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly jump?: JumpHost | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Approach extends Pick<ConnectConfig, 'username' | 'authHandler' | 'agent' | 'agentForward'> {
  /** Whether this key, in SSH's wire form, is the host's. Nothing is sent before it is. */
  readonly isHostKey: (key: Buffer) => boolean;
  /** Aborts, with the error to throw, when the login cannot succeed any more. */
  readonly refused?: AbortSignal | undefined;
  /** The host keys to ask for. */
  readonly hostKeys: ServerHostKeyAlgorithm[];
}

export interface Link {
  readonly client: Client;
  /** The key that the host has proved to have. */
  readonly hostKey: Buffer;
  /** Aborts when the connection is gone. */
  readonly lost: AbortSignal;
  /** Ends the connection; `lost` then aborts with `reason`. */
  readonly disconnect: (reason: ShiplockError) => void;
}

const readyTimeoutMs = 10_000;
/** Silence of this length, four times in a row, is a lost link: 20 seconds. */
const keepaliveIntervalMs = 5_000;
const keepaliveCountMax = 3;
/** How long a goodbye may take before the connection is dropped without it. */
const goodbyeMs = 500;

/** Resolves when logged in. Throws `host-unreachable`, `login-refused`, or the signal's reason, with nothing left open. */
export async function openLink(
  destination: Destination,
  { refused, hostKeys, isHostKey, ...config }: Approach,
): Promise<Link> {
  const { name, jump, signal } = destination;
  if (signal?.aborted) throw abortReason(signal);
  const socket = await openSocket(destination);
  const client = new ssh2.Client();
  const gone = new AbortController();
  let firstError: Error | undefined;
  const loseLink = (reason: ShiplockError): void => {
    socket.destroy();
    gone.abort(reason);
  };
  const disconnect = (reason: ShiplockError): void => {
    if (gone.signal.aborted) return;
    gone.abort(reason);
    client.end();
    const drop = setTimeout(() => socket.destroy(), goodbyeMs);
    client.once('close', () => clearTimeout(drop));
  };

  const ready = Promise.withResolvers<void>();
  let reached: Reached = jump === undefined ? 'nothing' : 'port';
  let isReady = false;
  let hostKey: Buffer = Buffer.alloc(0);
  socket.once('connect', () => {
    reached = 'port';
  });
  client.on('handshake', () => {
    reached = 'login';
  });
  client.on('ready', () => {
    isReady = true;
    ready.resolve();
  });
  client.on('error', (error) => {
    firstError ??= error;
    // An agent's error is followed by the next way to log in, or by the end of them.
    if (!isReady && 'level' in error && error.level === 'agent') return;
    if (isReady) loseLink(linkLost(name, error));
    else ready.reject(connectFailure(destination, reached, firstError));
  });
  client.on('close', () => {
    ready.reject(connectFailure(destination, reached, firstError));
    loseLink(linkLost(name, firstError));
  });
  const onAbort = (): void => ready.reject(abortReason(signal as AbortSignal));
  const onRefused = (): void => ready.reject(abortReason(refused as AbortSignal));
  const onJumpLost = (): void => {
    const reason = linkLost(name, (jump as JumpHost).lost.reason);
    ready.reject(reason);
    loseLink(reason);
  };
  signal?.addEventListener('abort', onAbort, { once: true });
  refused?.addEventListener('abort', onRefused, { once: true });
  jump?.lost.addEventListener('abort', onJumpLost, { once: true });
  gone.signal.addEventListener('abort', () => jump?.lost.removeEventListener('abort', onJumpLost), {
    once: true,
  });

  try {
    client.connect({
      ...config,
      hostVerifier: (key: Buffer) => {
        hostKey = key;
        return isHostKey(key);
      },
      sock: socket,
      algorithms: algorithms(hostKeys),
      readyTimeout: readyTimeoutMs,
      keepaliveInterval: keepaliveIntervalMs,
      keepaliveCountMax,
    });
    await ready.promise;
    return { client, hostKey, lost: gone.signal, disconnect };
  } catch (thrown) {
    loseLink(linkLost(name, firstError));
    throw thrown;
  } finally {
    signal?.removeEventListener('abort', onAbort);
    refused?.removeEventListener('abort', onRefused);
  }
}

/** Through the jump host this waits until there is a connection, as long as a login may take; a socket waits itself. */
async function openSocket({ name, address, port, jump, signal }: Destination): Promise<Duplex> {
  if (jump === undefined) {
    const socket = connectTcp({ host: address, port, keepAlive: true });
    gatherWrites(socket);
    return socket;
  }
  using limit = deadline(signal, readyTimeoutMs, {
    en: `No answer from ${name} through its jump host.`,
    zh: `${name} 没有通过跳板机应答。`,
  });
  const { promise: given, reject } = Promise.withResolvers<never>();
  const giveUp = (): void => reject(abortReason(limit.signal));
  limit.signal.addEventListener('abort', giveUp, { once: true });
  const forwarded = jump.forward(address, port);
  try {
    return await Promise.race([forwarded, given]);
  } catch (thrown) {
    forwarded.then(
      (late) => late.destroy(),
      () => undefined,
    );
    if (signal?.aborted || !limit.signal.aborted) throw thrown;
    throw connectFailure({ name, address, port }, 'nothing', undefined);
  } finally {
    limit.signal.removeEventListener('abort', giveUp);
  }
}

function linkLost(name: string, cause: unknown): ShiplockError {
  const text = { en: `The connection to ${name} was lost.`, zh: `与 ${name} 的连接中断。` };
  return new ShiplockError('link-lost', text, {
    remedy: { en: `Check the network and the power of ${name}.`, zh: `请检查 ${name} 的网络和电源。` },
    details: cause === undefined ? undefined : String(cause),
    cause,
  });
}
