/** What a container was told in confidence: its environment, its labels, its health check. Known only to be taken out. */
import { z } from 'zod';
import { jsonColumn } from '../journal/row.ts';

const configuration = jsonColumn.pipe(
  z.object({
    Env: z.array(z.string()).nullish(),
    Labels: z.record(z.string(), z.string()).nullish(),
    Healthcheck: z.object({ Test: z.array(z.string()).nullish() }).nullish(),
  }),
);

/** Shorter ones are words of every log: they are taken out only where their name says that they are secret. */
const tellingLength = 8;
const shortestSecret = 4;
const secretName = /pass|secret|token|key|credential|auth|pwd/i;

/**
 * The values that must not be kept, of a configuration as its engine tells it. Undefined for what is none: then nothing is
 * known of what the container may have printed.
 */
export function confidencesIn(json: string): string[] | undefined {
  const parsed = configuration.safeParse(json);
  if (!parsed.success) return undefined;
  const { Env, Labels, Healthcheck } = parsed.data;
  const environment = (Env ?? []).map((line) => {
    const equals = line.indexOf('=');
    return { name: line.slice(0, equals), value: line.slice(equals + 1) };
  });
  const labels = Object.entries(Labels ?? {}).map(([name, value]) => ({ name, value }));
  const named = [...environment, ...labels].filter(
    ({ name, value }) =>
      value.length >= tellingLength || (value.length >= shortestSecret && secretName.test(name)),
  );
  const checked = (Healthcheck?.Test ?? [])
    .flatMap((argument) => argument.split(/[\s'"=]+/))
    .filter((word) => word.length >= tellingLength && !word.startsWith('/'));
  return [...new Set([...named.map(({ value }) => value), ...checked])];
}
