/** A host's key before anybody has agreed to it. */
import { ShiplockError } from '../../shared/errors.ts';
import { hostKeyRequests } from './algorithms.ts';
import { fingerprint, keyType } from './fingerprint.ts';
import { type JumpHost, openLink } from './link.ts';

export { fingerprint } from './fingerprint.ts';

export interface HostKey {
  /** For instance `ssh-ed25519`. */
  readonly type: string;
  /** As `ssh-keygen -l` prints it, and as `connect` compares it. */
  readonly fingerprint: string;
}

export interface FetchHostKeyOptions {
  readonly signal?: AbortSignal | undefined;
  readonly jump?: JumpHost | undefined;
}

/**
 * The key a host shows, to be compared with its console: nothing vouches for it yet. Leaves without naming a user.
 * Throws `host-unreachable` or the signal's reason.
 */
export async function fetchHostKey(
  address: string,
  port: number,
  options: FetchHostKeyOptions = {},
): Promise<HostKey> {
  let seen: HostKey | undefined;
  const approach = {
    username: '',
    hostKeys: hostKeyRequests(undefined)[0] ?? [],
    isHostKey: (key: Buffer): boolean => {
      seen = { type: keyType(key), fingerprint: fingerprint(key) };
      return false;
    },
  };
  try {
    const link = await openLink({ name: address, address, port, ...options }, approach);
    link.disconnect(new ShiplockError('internal', keyUnseen));
  } catch (thrown) {
    if (seen !== undefined) return seen;
    throw thrown;
  }
  throw new ShiplockError('internal', keyUnseen);
}

const keyUnseen = {
  en: 'A host was entered without its key being looked at.',
  zh: '未查看主机密钥就进入了主机。',
};
