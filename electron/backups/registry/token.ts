/** Registries that want a token say where it is given out (the distribution project's token authentication). */
import { z } from 'zod';

/** From `WWW-Authenticate`, with what the token is to be for; undefined when the registry wants no token. */
export function tokenPlace(challenge: string | null): URL | undefined {
  if (challenge === null || !/^bearer\s/i.test(challenge)) return undefined;
  const words = new Map(
    [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name.toLowerCase(),
      value,
    ]),
  );
  const realm = words.get('realm') ?? '';
  if (!URL.canParse(realm)) return undefined;
  const place = new URL(realm);
  for (const name of ['service', 'scope']) {
    const value = words.get(name);
    if (value !== undefined) place.searchParams.set(name, value);
  }
  return place;
}

const answerSchema = z.looseObject({ token: z.string().optional(), access_token: z.string().optional() });

/** The token in an answer, or undefined. */
export function tokenIn(answer: unknown): string | undefined {
  const { data } = answerSchema.safeParse(answer);
  return data?.token ?? data?.access_token;
}
