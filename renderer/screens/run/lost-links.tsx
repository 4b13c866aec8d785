/** Hosts whose connection a run has lost, and that they are tried again. */
import type { ReactNode } from 'react';
import { useFormat, useSaid, useWords } from '../../i18n/language.tsx';
import { runWords } from '../../i18n/run.ts';
import type { RunSight } from '../../state/follow-run.ts';

export function LostLinks({ lost }: { readonly lost: RunSight['lost'] }): ReactNode {
  const said = useSaid(runWords);
  const words = useWords();
  const format = useFormat();
  return lost.map(({ host, attempt, nextTryMs, reason }) => (
    <div key={host} className="notice notice-warning">
      <p className="notice-title" role="alert">
        {said.linkLost(host)}
      </p>
      {nextTryMs !== undefined && <p>{said.nextTry(format.duration(nextTryMs), attempt)}</p>}
      {reason !== undefined && <p>{words(reason)}</p>}
    </div>
  ));
}
