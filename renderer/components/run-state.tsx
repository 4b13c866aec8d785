/** How a run stands, as a sign and a word. */
import type { ReactNode } from 'react';
import type { RunState } from '../../../shared/model.ts';
import { useSaid } from '../../i18n/language.tsx';
import { runWords } from '../../i18n/run.ts';

const looks = {
  running: ['info', '▶'],
  committed: ['ok', '✓'],
  'rolled-back': ['info', '↩'],
  attention: ['warning', '!'],
} as const satisfies Record<RunState, readonly [string, string]>;

interface RunStateBadgeProps {
  readonly state: RunState;
  /** What a run that went through is said to have done. */
  readonly doneAs: 'moved' | 'restored';
}

export function RunStateBadge({ state, doneAs }: RunStateBadgeProps): ReactNode {
  const said = useSaid(runWords);
  const [look, sign] = looks[state];
  return (
    <span className={`badge badge-${look}`}>
      <span aria-hidden="true">{sign}</span> {state === 'committed' ? said[doneAs] : said[state]}
    </span>
  );
}
