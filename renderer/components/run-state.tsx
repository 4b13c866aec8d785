/** How a run stands, as a sign and a word. */
import type { ReactNode } from 'react';
import type { RunState } from '../../shared/model.ts';
import { useSaid } from '../i18n/language.tsx';
import { runWords } from '../i18n/run.ts';

const looks = {
  running: ['info', '▶'],
  committed: ['ok', '✓'],
  'rolled-back': ['info', '↩'],
  attention: ['warning', '!'],
} as const satisfies Record<RunState, readonly [string, string]>;

interface StandingRun {
  readonly state: RunState;
  /** A run with one is a restore. */
  readonly restorePoint?: unknown;
}

export function RunStateBadge({ run }: { readonly run: StandingRun }): ReactNode {
  const wordOf = useRunStateWord();
  const [look, sign] = looks[run.state];
  return (
    <span className={`badge badge-${look}`}>
      <span aria-hidden="true">{sign}</span> {wordOf(run)}
    </span>
  );
}

/** The word alone, for where no sign can be. */
export function useRunStateWord(): (run: StandingRun) => string {
  const said = useSaid(runWords);
  return ({ state, restorePoint }) => {
    if (state !== 'committed') return said[state];
    return restorePoint === undefined ? said.moved : said.restored;
  };
}
