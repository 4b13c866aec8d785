/** The conversation in which sshd lets one in, or says why not. */
import type { AnyAuthMethod, AuthenticationType, AuthHandlerMiddleware, ParsedKey } from 'ssh2';
import type { ShiplockError } from '../../shared/errors.ts';
import type { Host } from '../../shared/model.ts';
import type { Credentials } from './credentials.ts';
import { Keyboard } from './keyboard.ts';
import * as refusals from './login-refusals.ts';
import { identitiesOf, OneKeyAgent } from './one-key-agent.ts';

export interface Login {
  readonly username: string;
  readonly authHandler: AuthHandlerMiddleware;
  /** Aborts with the error to throw as soon as it is clear that there is no way in. */
  readonly refused: AbortSignal;
}

/** sshd's answer to an attempt: what may be tried next, and whether the attempt was right but not enough. */
interface Answer {
  readonly methods: readonly AuthenticationType[];
  readonly isPartial: boolean;
}

/** Yields attempts until one is let in, or returns why there is none left. A secret is sent at most once. */
type Attempts = AsyncGenerator<AnyAuthMethod, ShiplockError, Answer>;

export function loginWith(host: Host, credentials: Credentials): Login {
  const refused = new AbortController();
  const attempts = attemptsWith(host, credentials, (error) => refused.abort(error));
  const authHandler: AuthHandlerMiddleware = (methods, isPartial, tryNext) => {
    // Before the first attempt, ssh2 has neither.
    const answer = { methods: methods ?? [], isPartial: isPartial ?? false };
    attempts.next(answer).then(
      ({ done, value }) => (done === true ? refused.abort(value) : tryNext(value)),
      (thrown: unknown) => refused.abort(thrown),
    );
  };
  return { username: host.user, authHandler, refused: refused.signal };
}

function attemptsWith(
  host: Host,
  credentials: Credentials,
  refuse: (error: ShiplockError) => void,
): Attempts {
  switch (credentials.login) {
    case 'agent':
      return withAgent(host, credentials);
    case 'key':
      return withKey(host, credentials.key);
    case 'password':
      return withPassword(host, credentials.password, refuse);
  }
}

async function* withKey(host: Host, key: ParsedKey): Attempts {
  const answer = yield { type: 'publickey', username: host.user, key };
  if (answer.isPartial) return refusals.secondFactor(host, answer.methods.join(', '));
  if (!answer.methods.includes('publickey')) return refusals.notTaken(host, 'keys', answer.methods);
  return refusals.unknownKey(host);
}

async function* withAgent(host: Host, { agent }: Credentials & { login: 'agent' }): Attempts {
  const { user: username } = host;
  const keys = await identitiesOf(agent);
  let refusedToSign: Error | undefined;
  for (const key of keys) {
    const one = new OneKeyAgent(agent, key);
    yield { type: 'agent', username, agent: one };
    refusedToSign ??= one.refusal;
    if (!one.hasSigned) continue;
    // ssh2 keeps sshd's answer to an agent's key to itself.
    const { methods } = yield { type: 'none', username };
    if (!methods.includes('publickey')) return refusals.secondFactor(host, methods.join(', '));
  }
  return refusedToSign === undefined
    ? refusals.unknownKeys(host, keys.length)
    : refusals.agentRefused(refusedToSign);
}

async function* withPassword(host: Host, password: string, refuse: (error: ShiplockError) => void): Attempts {
  const { user: username } = host;
  const { methods } = yield { type: 'none', username };
  if (methods.includes('password')) {
    const answer = yield { type: 'password', username, password };
    return answer.isPartial
      ? refusals.secondFactor(host, answer.methods.join(', '))
      : refusals.wrongPassword(host);
  }
  if (!methods.includes('keyboard-interactive')) return refusals.notTaken(host, 'passwords', methods);
  const keyboard = new Keyboard(host, password, refuse);
  const answer = yield { type: 'keyboard-interactive', username, prompt: keyboard.prompt };
  if (answer.isPartial) return refusals.secondFactor(host, answer.methods.join(', '));
  return keyboard.hasAnswered ? refusals.wrongPassword(host) : refusals.notTaken(host, 'passwords', []);
}
