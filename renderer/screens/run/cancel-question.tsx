/** Asks before a run is taken back, and says what becomes of the container. */
import type { ReactNode } from 'react';
import type { RunReport } from '../../../shared/model.ts';
import { Modal } from '../../components/modal.tsx';
import { useSaid } from '../../i18n/language.tsx';
import { runActs } from '../../i18n/run-acts.ts';

interface CancelQuestionProps {
  readonly report: RunReport;
  readonly onClose: () => void;
  readonly onAgreed: () => void;
}

export function CancelQuestion({ report, onClose, onAgreed }: CancelQuestionProps): ReactNode {
  const said = useSaid(runActs);
  const { container, from, to, runningOn, restorePoint } = report;
  const leadsTo =
    restorePoint !== undefined
      ? said.cancelRestore(to)
      : runningOn === from
        ? said.cancelRunning(container, from)
        : said.cancelFrozen(container, from);
  return (
    <Modal title={said.cancelTitle} onClose={onClose}>
      <p>{leadsTo}</p>
      <p>{said.cancelLate}</p>
      <div className="actions">
        <button type="button" className="primary" data-safe onClick={onClose}>
          {said.keepGoing}
        </button>
        <button type="button" className="dangerous" onClick={onAgreed}>
          {said.cancelNow}
        </button>
      </div>
    </Modal>
  );
}
