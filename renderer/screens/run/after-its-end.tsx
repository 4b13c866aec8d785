/** What a run that has ended leads to: the way back, which is a move of its own, or another attempt. */
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { RunReport } from '../../../shared/model.ts';
import { useSaid } from '../../i18n/language.tsx';
import { runActs } from '../../i18n/run-acts.ts';
import { answer } from '../../state/wizard.ts';

export function AfterItsEnd({ report }: { readonly report: RunReport }): ReactNode {
  const said = useSaid(runActs);
  const { outcome, container, from, to, runningOn, restorePoint } = report;
  if (restorePoint !== undefined) {
    if (outcome === 'committed') return null;
    return (
      <Next
        name={said.restoreAgain}
        means={said.restoreAgainMeans}
        href={`/restore-points/${restorePoint}`}
      />
    );
  }
  // Where it does not run, it is not moved from.
  if (runningOn === null) return null;
  const other = runningOn === from ? to : from;
  const isBack = outcome === 'committed';
  return (
    <Next
      name={isBack ? said.moveBack(other) : said.moveAgain}
      means={isBack ? said.moveBackMeans(container, runningOn) : said.moveAgainMeans}
      href={`/migrate/${runningOn}/${encodeURIComponent(container)}`}
      onFollow={() => answer({ from: runningOn, container }, { to: other })}
    />
  );
}

interface NextProps {
  readonly name: string;
  readonly means: string;
  readonly href: string;
  readonly onFollow?: () => void;
}

const Next = ({ name, means, href, onFollow }: NextProps): ReactNode => (
  <div className="run-act run-acts">
    <Link className="button" href={href} onClick={onFollow}>
      {name}
    </Link>
    <p>{means}</p>
  </div>
);
