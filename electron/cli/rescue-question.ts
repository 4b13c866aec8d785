/** Asks the user before a container is started from a round: what came after it is lost, unless its host comes back. */
import { createInterface } from 'node:readline/promises';
import type { Contract } from '../../shared/contract.ts';
import { ShiplockError } from '../../shared/errors.ts';
import type { Language } from '../../shared/words.ts';
import { rescueText } from './run-texts.ts';

export interface RescueToAgree {
  readonly run: string;
  /** Agreed to beforehand: nobody is asked. */
  readonly yes: boolean;
}

/** The point that the user agreed to. Throws 'usage' for a no, where there is no point, and where nobody can be asked. */
export async function agreeToRescue(
  station: Contract,
  { run, yes }: RescueToAgree,
  json: boolean,
  language: Language,
): Promise<string> {
  const report = await station.call('runs.show', { run });
  const { rescue, container, from, to } = report;
  if (rescue === undefined) {
    throw new ShiplockError('usage', `There is no complete round of ${run} to start ${container} from.`, {
      state: 'Nothing was changed.',
      remedy: `shiplock resume ${run}`,
    });
  }
  if (yes) return rescue.at;
  const shown = `${to} can start ${container} from ${rescueText(rescue, language)}`;
  if (json || !process.stdin.isTTY) {
    throw new ShiplockError('usage', `${shown} Nobody has agreed to it.`, {
      state: 'Nothing was changed.',
      remedy: `shiplock rescue ${run} --yes`,
    });
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const question = `${shown}\nIf ${from} still ran it, it would run twice, and what ${from} has later is parked there when it comes back.\nIs ${from} off, and shall ${to} start it? [y/N] `;
    const answer = await terminal.question(question);
    if (/^y(es)?$/i.test(answer.trim())) return rescue.at;
  } finally {
    terminal.close();
  }
  throw new ShiplockError('usage', 'The rescue was not agreed to.', { state: 'Nothing was changed.' });
}
