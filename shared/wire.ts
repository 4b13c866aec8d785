/**
 * What goes over the wire between a window and its station, whatever wire that is: calls, what they tell meanwhile, the secrets that
 * are asked for, and how each call ends.
 */
import { z } from 'zod';
import { type Event, type MethodName, methods } from './contract.ts';
import type { ErrorData } from './errors.ts';
import type { SecretRequest } from './model.ts';

const id = z.number().int().nonnegative();

const methodName = z.custom<MethodName>(
  (name) => typeof name === 'string' && Object.hasOwn(methods, name),
  'no such method',
);

/** What a window may say. What else comes is refused, and the window's connection ended. */
export const fromWindow = z.discriminatedUnion('kind', [
  /** `id`: the window's own, each used once. The input is checked by the contract. */
  z.strictObject({ kind: z.literal('call'), id, method: methodName, input: z.unknown() }),
  z.strictObject({ kind: z.literal('cancel'), id }),
  /** Without a secret: there is no answer. `keep`: it is not to be asked for again on this laptop. */
  z.strictObject({
    kind: z.literal('answer'),
    ask: id,
    secret: z.string().max(10_000).optional(),
    keep: z.boolean().optional(),
  }),
]);
export type FromWindow = z.infer<typeof fromWindow>;

/** What the station says. `call`: the id of the window's call that it belongs to; an event of no call of its has none. */
export type FromStation =
  | { readonly kind: 'result'; readonly call: number; readonly output: unknown }
  | { readonly kind: 'failed'; readonly call: number; readonly error: ErrorData }
  | { readonly kind: 'event'; readonly call?: number; readonly event: Event }
  /** Every window is asked; the first answer counts. `canKeep`: it can be kept on this laptop, should the user wish so. */
  | {
      readonly kind: 'ask';
      readonly ask: number;
      readonly request: SecretRequest;
      readonly canKeep?: true;
    }
  /** It was answered, or is not needed any more. */
  | { readonly kind: 'asked'; readonly ask: number };
