/** Shows a recovery key that was made just now, over whatever is on the screen; it goes when it was written down, not before. */
import { type ReactNode, useState } from 'react';
import { useSaid } from '../i18n/language.tsx';
import { store } from '../i18n/store.ts';
import { forgetRecoveryKey, useRecoveryKey } from '../state/recovery-key.ts';
import { Modal } from './modal.tsx';

export function RecoveryKey(): ReactNode {
  const recoveryKey = useRecoveryKey((state) => state.recoveryKey);
  return recoveryKey === undefined ? null : <RecoveryKeyNote key={recoveryKey} recoveryKey={recoveryKey} />;
}

function RecoveryKeyNote({ recoveryKey }: { readonly recoveryKey: string }): ReactNode {
  const said = useSaid(store);
  const [isWritten, setWritten] = useState(false);
  const [isCopied, setCopied] = useState(false);
  const copy = (): void => {
    navigator.clipboard.writeText(recoveryKey).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <Modal title={said.recoveryTitle} onClose={() => isWritten && forgetRecoveryKey()}>
      <p>{said.recoveryMeans}</p>
      <pre className="recovery-key">{recoveryKey}</pre>
      <button type="button" onClick={copy}>
        {isCopied ? said.copied : said.copy}
      </button>
      <label className="inline">
        <input type="checkbox" checked={isWritten} onChange={(event) => setWritten(event.target.checked)} />
        {said.isWritten}
      </label>
      <div className="actions">
        <button type="button" className="primary" disabled={!isWritten} onClick={forgetRecoveryKey}>
          {said.done}
        </button>
      </div>
    </Modal>
  );
}
