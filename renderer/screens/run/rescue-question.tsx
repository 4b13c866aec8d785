/** Asks before a container is started from what has arrived: its point in time, and what is missing; it cannot be undone. */
import { type ReactNode, useState } from 'react';
import type { RescuePoint, RunReport } from '../../../shared/model.ts';
import { Modal } from '../../components/modal.tsx';
import { useFormat, useSaid, useWords } from '../../i18n/language.tsx';
import { runActs } from '../../i18n/run-acts.ts';
import { ConfirmByName } from './confirm-by-name.tsx';

interface RescueQuestionProps {
  readonly report: RunReport;
  readonly point: RescuePoint;
  readonly onClose: () => void;
  readonly onAgreed: (withMemory: boolean) => void;
}

export function RescueQuestion({ report, point, onClose, onAgreed }: RescueQuestionProps): ReactNode {
  const said = useSaid(runActs);
  const words = useWords();
  const format = useFormat();
  const [isAnew, setAnew] = useState(false);
  const { container, from, to } = report;
  return (
    <Modal title={said.rescueTitle(container, to)} onClose={onClose}>
      <p>
        <strong>{said.rescuePoint(format.dateTime(point.at), format.ago(point.at, Date.now()))}</strong>{' '}
        {point.hasMemory && !isAnew ? said.rescueWithMemory : said.rescueAnew}
      </p>
      <p>{said.missing}:</p>
      <ul>
        {point.missing.map((each) => (
          <li key={words(each)}>{words(each)}</li>
        ))}
      </ul>
      <p>{said.rescueRisk(from)}</p>
      {point.hasMemory && (
        <label className="inline">
          <input type="checkbox" checked={isAnew} onChange={(event) => setAnew(event.target.checked)} />
          {said.rescueWithoutMemory}
        </label>
      )}
      <ConfirmByName
        container={container}
        act={said.rescueNow}
        onClose={onClose}
        onAgreed={() => onAgreed(!isAnew)}
      />
    </Modal>
  );
}
