/** An SSH connection as such: reached, negotiated, logged in, watched, and put an end to. */
import { connect as connectTcp, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Client, ConnectConfig } from 'ssh2';
import ssh2 from 'ssh2';
import { ShiplockError } from '../../shared/errors.ts';
import { algorithms } from './algorithms.ts';
import { abortReason } from './cancellation.ts';
import { connectFailure } from './connect-failure.ts';
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

export interface Link {
  readonly client: Client;
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
  config: Pick<
    ConnectConfig,
    'username' | 'hostVerifier' | 'authHandler' | 'privateKey' | 'agent' | 'agentForward'
  >,
): Promise<Link> {
  const { name, address, port, jump, signal } = destination;
  if (signal?.aborted) throw abortReason(signal);
  const socket = jump === undefined ? openSocket(address, port) : await jump.forward(address, port);
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
  let isNegotiated = false;
  let isReady = false;
  client.on('handshake', () => {
    isNegotiated = true;
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
    else ready.reject(connectFailure(destination, isNegotiated, firstError));
  });
  client.on('close', () => {
    ready.reject(connectFailure(destination, isNegotiated, firstError));
    loseLink(linkLost(name, firstError));
  });
  const onAbort = (): void => ready.reject(abortReason(signal as AbortSignal));
  const onJumpLost = (): void => {
    const reason = linkLost(name, (jump as JumpHost).lost.reason);
    ready.reject(reason);
    loseLink(reason);
  };
  signal?.addEventListener('abort', onAbort, { once: true });
  jump?.lost.addEventListener('abort', onJumpLost, { once: true });
  gone.signal.addEventListener('abort', () => jump?.lost.removeEventListener('abort', onJumpLost), {
    once: true,
  });

  try {
    client.connect({
      ...config,
      sock: socket,
      algorithms,
      readyTimeout: readyTimeoutMs,
      keepaliveInterval: keepaliveIntervalMs,
      keepaliveCountMax,
    });
    await ready.promise;
    return { client, lost: gone.signal, disconnect };
  } catch (thrown) {
    loseLink(linkLost(name, firstError));
    throw thrown;
  } finally {
    signal?.removeEventListener('abort', onAbort);
  }
}

function openSocket(address: string, port: number): Socket {
  const socket = connectTcp({ host: address, port, keepAlive: true });
  gatherWrites(socket);
  return socket;
}

function linkLost(name: string, cause: unknown): ShiplockError {
  return new ShiplockError('link-lost', `The connection to ${name} was lost.`, {
    remedy: `Check the network and the power of ${name}.`,
    details: cause === undefined ? undefined : String(cause),
    cause,
  });
}
