/** An agent that shows one of another agent's keys, and remembers what became of it. */
import type {
  BaseAgent,
  IdentityCallback,
  ParsedKey,
  PublicKeyEntry,
  SignCallback,
  SigningRequestOptions,
} from 'ssh2';
import ssh2 from 'ssh2';
import { agentSilent } from './login-refusals.ts';

type AgentKey = string | Buffer | ParsedKey | PublicKeyEntry;

/** An agent is a program on this machine: it lists its keys at once. */
const listTimeoutMs = 5_000;

/** The keys that the agent holds. Throws `login-refused` when it does not answer. */
export async function identitiesOf(agent: BaseAgent): Promise<readonly AgentKey[]> {
  const { promise, resolve, reject } = Promise.withResolvers<readonly AgentKey[]>();
  const overdue = setTimeout(() => reject(new Error('no answer')), listTimeoutMs);
  agent.getIdentities((error, keys) => (error ? reject(error) : resolve(keys ?? [])));
  try {
    return await promise;
  } catch (cause) {
    throw agentSilent(cause);
  } finally {
    clearTimeout(overdue);
  }
}

export class OneKeyAgent extends ssh2.BaseAgent {
  readonly #agent: BaseAgent;
  readonly #key: AgentKey;
  #hasSigned = false;
  #refusal: Error | undefined;

  constructor(agent: BaseAgent, key: AgentKey) {
    super();
    this.#agent = agent;
    this.#key = key;
  }

  /** The host knows the key, and its owner's agent has vouched for it. */
  get hasSigned(): boolean {
    return this.#hasSigned;
  }

  /** Why the agent did not sign, for instance because its user said no. */
  get refusal(): Error | undefined {
    return this.#refusal;
  }

  override getIdentities(found: IdentityCallback<string | Buffer | ParsedKey>): void {
    found(null, [this.#key] as ParsedKey[]);
  }

  override sign(
    key: string | Buffer | ParsedKey,
    data: Buffer,
    options: SigningRequestOptions | SignCallback,
    signed?: SignCallback,
  ): void {
    const done = typeof options === 'function' ? options : signed;
    this.#agent.sign(key, data, typeof options === 'function' ? {} : options, (error, signature) => {
      if (error) this.#refusal = error;
      else this.#hasSigned = true;
      done?.(error, signature);
    });
  }
}
