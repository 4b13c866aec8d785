/**
 * One shell for each home: the first leaves a note in it of where it can be asked for another window, and a second start asks
 * instead of being a shell itself. A note of one that was killed is recognised, and replaced.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from '../backups/store/replace-file.ts';
import { isAlive, isSameProcess, ownProcess } from '../journal/process-identity.ts';

/** A window of its own, or an address that opens one. */
export type Wish = 'window' | 'address';

const note = z.object({
  pid: z.number().int(),
  started: z.number().int().nullable(),
  doorbell: z.url(),
  secret: z.string(),
});
type Note = z.infer<typeof note>;

const answer = z.object({ address: z.string().optional() });
export type WishGranted = z.infer<typeof answer>;

const answerMs = 5000;
const fileIn = (home: string): string => join(home, 'browser-shell.json');

/** Asks the shell that runs for this home, if one does; undefined if none answers. */
export async function askFirstShell(home: string, wish: Wish): Promise<WishGranted | undefined> {
  const first = readNote(home);
  if (first === undefined || !isAlive(first)) return undefined;
  try {
    const response = await fetch(`${first.doorbell}?wish=${wish}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${first.secret}` },
      signal: AbortSignal.timeout(answerMs),
    });
    return response.ok ? answer.parse(await response.json()) : undefined;
  } catch {
    // What answers there, if anything, is not Shiplock.
    return undefined;
  }
}

/** Others find this process until the note is disposed of. Only the home's owner can read it. Throws what writing a file throws. */
export function leaveNote(home: string, where: Pick<Note, 'doorbell' | 'secret'>): Disposable {
  const self = ownProcess();
  replaceFile(fileIn(home), JSON.stringify({ ...self, ...where } satisfies Note));
  return {
    [Symbol.dispose]: () => {
      const left = readNote(home);
      if (left !== undefined && isSameProcess(left, self)) rmSync(fileIn(home), { force: true });
    },
  };
}

function readNote(home: string): Note | undefined {
  try {
    return note.parse(JSON.parse(readFileSync(fileIn(home), 'utf8')));
  } catch {
    return undefined;
  }
}
