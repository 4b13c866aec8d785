/** What opens the store: a new passphrase, the keyring, a new recovery key. */
import { type ReactNode, useState } from 'react';
import { useDoing } from '../../components/doing.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Modal } from '../../components/modal.tsx';
import { frame } from '../../i18n/frame.ts';
import { useSaid } from '../../i18n/language.tsx';
import { store } from '../../i18n/store.ts';
import { showRecoveryKey } from '../../state/recovery-key.ts';

export function StoreOpening({ onDone }: { readonly onDone: () => void }): ReactNode {
  const said = useSaid(store);
  const setting = useDoing('store.setPassphrase');
  const using = useDoing('store.useKeyring');
  const [isRenewing, setRenewing] = useState(false);
  const isBusy = setting.isUnderWay || using.isUnderWay;
  const error = setting.error ?? using.error;
  const begin = async (deed: () => Promise<unknown>): Promise<void> => {
    setting.forget();
    using.forget();
    await deed();
    onDone();
  };
  return (
    <>
      <h3>{said.opening}</h3>
      <p>{said.openingMeans}</p>
      <div className="actions">
        <button type="button" disabled={isBusy} onClick={() => void begin(() => setting.begin({}))}>
          {said.setPassphrase}
        </button>
        <button type="button" disabled={isBusy} onClick={() => void begin(() => using.begin({}))}>
          {said.useKeyring}
        </button>
        <button type="button" disabled={isBusy} onClick={() => setRenewing(true)}>
          {said.renew}
        </button>
      </div>
      {error !== undefined && <ErrorNotice error={error} />}
      <div role="status">
        {setting.output !== undefined && <p>{said.passphraseIsSet}</p>}
        {using.output !== undefined && <p>{said.keyringIsUsed}</p>}
      </div>
      {isRenewing && <RenewQuestion onClose={() => setRenewing(false)} />}
    </>
  );
}

function RenewQuestion({ onClose }: { readonly onClose: () => void }): ReactNode {
  const said = useSaid(store);
  const { cancel } = useSaid(frame);
  const renewing = useDoing('store.renewRecoveryKey');
  const renew = async (): Promise<void> => {
    const renewed = await renewing.begin({});
    if (renewed === undefined) return;
    onClose();
    showRecoveryKey(renewed.recoveryKey);
  };
  return (
    <Modal title={said.renewTitle} onClose={onClose}>
      <p>{said.renewMeans}</p>
      {renewing.error !== undefined && <ErrorNotice error={renewing.error} />}
      <div className="actions">
        <button type="button" data-safe onClick={onClose} disabled={renewing.isUnderWay}>
          {cancel}
        </button>
        <button
          type="button"
          className="dangerous"
          onClick={() => void renew()}
          disabled={renewing.isUnderWay}
        >
          {said.renewNow}
        </button>
      </div>
    </Modal>
  );
}
