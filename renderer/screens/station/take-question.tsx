/** Asks before a restore point is taken: what it means, and a comment to know it by. */
import { type FormEvent, type ReactNode, useState } from 'react';
import { Modal } from '../../components/modal.tsx';
import { frame } from '../../i18n/frame.ts';
import { useSaid } from '../../i18n/language.tsx';
import { takes } from '../../i18n/takes.ts';
import { takePoint } from '../../state/takes.ts';

interface TakeQuestionProps {
  readonly host: string;
  readonly container: string;
  readonly onClose: () => void;
}

export function TakeQuestion({ host, container, onClose }: TakeQuestionProps): ReactNode {
  const said = useSaid(takes);
  const { cancel } = useSaid(frame);
  const [comment, setComment] = useState('');
  const take = (event: FormEvent): void => {
    event.preventDefault();
    void takePoint(host, container, comment.trim());
    onClose();
  };
  return (
    <Modal title={said.title(container, host)} onClose={onClose}>
      <form onSubmit={take}>
        <p>{said.means}</p>
        <label>
          {said.comment}
          <input value={comment} maxLength={1000} onChange={(event) => setComment(event.target.value)} />
        </label>
        <p className="hint">{said.commentHint}</p>
        <div className="actions">
          <button type="button" onClick={onClose}>
            {cancel}
          </button>
          <button type="submit" className="primary">
            {said.take}
          </button>
        </div>
      </form>
    </Modal>
  );
}
