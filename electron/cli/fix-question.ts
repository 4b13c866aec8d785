/** Shows the user what would be done about a finding, and asks before it is. */
import { createInterface } from 'node:readline/promises';
import type { CallOptions, CheckedThing, Contract } from '../../shared/contract.ts';
import { ShiplockError } from '../../shared/errors.ts';
import type { FixPlan } from '../../shared/model.ts';
import { printableLines } from '../../shared/printable.ts';
import { fixText } from './findings.ts';

export interface FixToAgree {
  readonly finding: string;
  readonly of: CheckedThing;
  /** Agreed to beforehand: nobody is asked. */
  readonly yes: boolean;
}

/** What the user agreed to. Throws 'usage' for a no, where there is nothing to do, and where nobody can be asked. */
export async function agreeToFix(
  station: Contract,
  { finding, of, yes }: FixToAgree,
  options: CallOptions,
  json: boolean,
): Promise<Omit<FixPlan, 'finding'>[]> {
  const fixes = await station.call('fixes.list', { finding, of }, options);
  const agreed = fixes.map(({ host, commands }) => ({ host, commands }));
  const shown = printableLines(fixes.map(fixText).join(''));
  if (!json) process.stderr.write(shown);
  if (yes) return agreed;
  if (json || !process.stdin.isTTY) {
    throw new ShiplockError(
      'usage',
      {
        en: `Nobody has agreed to what would be done about ${finding}.`,
        zh: `对 ${finding} 的处理尚未得到同意。`,
      },
      {
        state: { en: 'Nothing was changed.', zh: '未做任何更改。' },
        remedy: { en: 'If you agree: --yes', zh: '如果同意：--yes' },
        details: shown,
      },
    );
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question('Shall that be done? [y/N] ');
    if (/^y(es)?$/i.test(answer.trim())) return agreed;
  } finally {
    terminal.close();
  }
  throw new ShiplockError(
    'usage',
    { en: 'It was not agreed to.', zh: '没有得到同意。' },
    { state: { en: 'Nothing was changed.', zh: '未做任何更改。' } },
  );
}
