/** What a person can do with a run: only what fits how it stands. */
import { type ReactNode, useState } from 'react';
import { useStore } from 'zustand';
import type { RunReport } from '../../../shared/model.ts';
import { useDoing } from '../../components/doing.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { useSaid } from '../../i18n/language.tsx';
import { runWords } from '../../i18n/run.ts';
import { runActs } from '../../i18n/run-acts.ts';
import { isDecided } from '../../state/run-phases.ts';
import { AfterItsEnd } from './after-its-end.tsx';
import { CancelQuestion } from './cancel-question.tsx';
import { type RunActsProps, WaysOn } from './ways-on.tsx';

export function RunActs({ followed, report }: RunActsProps): ReactNode {
  const isCarriedOutHere = useStore(followed.store, (sight) => sight.isCarriedOutHere);
  switch (report.outcome) {
    case 'committed':
    case 'rolled-back':
      return <AfterItsEnd report={report} />;
    case 'attention':
      return <WaysOn followed={followed} report={report} />;
    case null:
      return isCarriedOutHere ? (
        <Cancel report={report} />
      ) : (
        <CarriedOutElsewhere followed={followed} report={report} />
      );
  }
}

function Cancel({ report }: { readonly report: RunReport }): ReactNode {
  const said = useSaid(runActs);
  const cancelling = useDoing('runs.cancel');
  const [isAsked, setAsked] = useState(false);
  const isGoingBack = report.steps.some(({ state }) => state === 'undone');
  if (isDecided(report) || isGoingBack) return null;
  if (cancelling.output !== undefined) return <p role="status">{said.cancelling}</p>;
  return (
    <div className="actions run-acts">
      <button type="button" onClick={() => setAsked(true)}>
        {said.cancel}
      </button>
      {cancelling.error !== undefined && <ErrorNotice error={cancelling.error} />}
      {isAsked && (
        <CancelQuestion
          report={report}
          onClose={() => setAsked(false)}
          onAgreed={() => {
            setAsked(false);
            void cancelling.begin({ run: report.run });
          }}
        />
      )}
    </div>
  );
}

function CarriedOutElsewhere({ followed, report }: RunActsProps): ReactNode {
  const said = useSaid(runWords);
  return (
    <details className="notice notice-plain">
      <summary>{said.notCarriedOutHere}</summary>
      <p>{said.ifInterrupted}</p>
      <WaysOn followed={followed} report={report} />
    </details>
  );
}
