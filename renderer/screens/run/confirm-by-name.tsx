/** The end of a question about what cannot be undone: the container's name is to be typed. The safe way out has the focus. */
import { type FormEvent, type ReactNode, useState } from 'react';
import { useSaid } from '../../i18n/language.tsx';
import { runActs } from '../../i18n/run-acts.ts';

interface ConfirmByNameProps {
  readonly container: string;
  readonly act: string;
  readonly onClose: () => void;
  readonly onAgreed: () => void;
}

export function ConfirmByName({ container, act, onClose, onAgreed }: ConfirmByNameProps): ReactNode {
  const said = useSaid(runActs);
  const [typed, setTyped] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (typed === container) onAgreed();
  };
  return (
    <form onSubmit={submit}>
      <label>
        {said.typeName(container)}
        <input value={typed} autoComplete="off" onChange={(event) => setTyped(event.target.value)} />
      </label>
      <div className="actions">
        <button type="button" className="primary" data-safe onClick={onClose}>
          {said.rather}
        </button>
        <button type="submit" className="dangerous" disabled={typed !== container}>
          {act}
        </button>
      </div>
    </form>
  );
}
