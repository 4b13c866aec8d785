/** What a container holds of what hosts limit, whatever it was made with: a restore asks for just that again. */
import { readFileSync } from 'node:fs';
import type { Session } from '../hosts/session.ts';
import { wholeNumber } from '../hosts/whole-number.ts';

const script = readFileSync(new URL('./claims.sh', import.meta.url), 'utf8');

export interface Claims {
  /** How many files a process of it may have open. */
  readonly openFiles: number | undefined;
  /** The highest identifier of a process or thread, as the container counts them. */
  readonly processId: number | undefined;
  readonly threads: number | undefined;
}

/** Of a container that does not run nothing is known. */
export async function claimsOf(
  session: Session,
  runtimeRoot: string,
  id: string,
  pid: number,
): Promise<Claims> {
  if (pid === 0) return parseClaims('');
  const { stdout } = await session.script('claims', script, [runtimeRoot, id, String(pid)]);
  return parseClaims(stdout);
}

/** The output of `claims.sh`. */
export function parseClaims(output: string): Claims {
  const number = (key: string): number | undefined =>
    wholeNumber(new RegExp(`^${key}=(.*)$`, 'm').exec(output)?.[1]);
  return { openFiles: number('openFiles'), processId: number('processId'), threads: number('threads') };
}
