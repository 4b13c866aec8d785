/** Asks a person to answer for it that a host is off: what cannot be asked of the host itself. */
import { type ReactNode, useState } from 'react';
import { Modal } from '../../components/modal.tsx';
import { useSaid } from '../../i18n/language.tsx';
import { runActs } from '../../i18n/run-acts.ts';

interface OffQuestionProps {
  readonly title: string;
  /** What happens if it is not. */
  readonly risk: readonly string[];
  readonly host: string;
  readonly act: string;
  readonly onClose: () => void;
  readonly onAgreed: () => void;
}

export function OffQuestion({ title, risk, host, act, onClose, onAgreed }: OffQuestionProps): ReactNode {
  const said = useSaid(runActs);
  const [isSure, setSure] = useState(false);
  return (
    <Modal title={title} onClose={onClose}>
      {risk.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      <label className="inline">
        <input type="checkbox" checked={isSure} onChange={(event) => setSure(event.target.checked)} />
        {said.confirmOff(host)}
      </label>
      <div className="actions">
        <button type="button" className="primary" data-safe onClick={onClose}>
          {said.rather}
        </button>
        <button type="button" className="dangerous" disabled={!isSure} onClick={onAgreed}>
          {act}
        </button>
      </div>
    </Modal>
  );
}
