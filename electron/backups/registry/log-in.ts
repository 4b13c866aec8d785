/** A connection to a registry that lets its user in. */
import { ShiplockError } from '../../../shared/errors.ts';
import { howToGiveSecret } from '../../../shared/giving-secrets.ts';
import type { RegistryAddress } from './address.ts';
import { RegistryConnection } from './connection.ts';
import { withPatience } from './patience.ts';

/** A person gets this many tries. */
const maxAsked = 3;

export interface LogIn {
  readonly address: RegistryAddress;
  /** Undefined where anybody may. */
  readonly user?: string | undefined;
  /** Undefined, as an answer too: nobody is there to be asked. */
  readonly ask: (isRetry: boolean) => Promise<string | undefined>;
  readonly signal?: AbortSignal | undefined;
}

/** Throws 'login-refused' when no password was right or none was given, and what `RegistryConnection.request` throws. */
export async function logIn({ address, user, ask, signal }: LogIn): Promise<RegistryConnection> {
  if (user === undefined) return greeted(new RegistryConnection(address, undefined, signal));
  let refused: ShiplockError | undefined;
  for (let asked = 0; asked < maxAsked; asked += 1) {
    const password = await ask(asked > 0);
    if (password === undefined) break;
    try {
      return await greeted(new RegistryConnection(address, { user, password }, signal));
    } catch (thrown) {
      if (!(thrown instanceof ShiplockError) || thrown.code !== 'login-refused') throw thrown;
      refused = thrown;
    }
  }
  throw refused ?? noPassword(address, user);
}

/** What every registry answers to who may use it (distribution-spec, end-1). */
async function greeted(registry: RegistryConnection): Promise<RegistryConnection> {
  const place = new URL('/v2/', registry.address.origin);
  const { body } = await withPatience(() => registry.request(place, { expected: [200] }), registry);
  await body?.cancel();
  return registry;
}

function noPassword({ origin }: RegistryAddress, user: string): ShiplockError {
  return new ShiplockError(
    'login-refused',
    {
      en: `The registry ${origin} has not let ${user} in: there is no password.`,
      zh: `镜像仓库 ${origin} 不允许 ${user} 登录：没有密码。`,
    },
    {
      state: { en: 'Nothing was sent.', zh: '没有发送任何内容。' },
      remedy: howToGiveSecret,
    },
  );
}
