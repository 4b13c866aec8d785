/** Asks before a host is removed, and says what goes with it and what stays. */
import { type ReactNode, useEffect } from 'react';
import { useDoing } from './doing.ts';
import { ErrorNotice } from './error-notice.tsx';
import { Modal } from './modal.tsx';
import { frame } from '../i18n/frame.ts';
import { hosts } from '../i18n/hosts.ts';
import { useFormat, useSaid } from '../i18n/language.tsx';
import { refreshHosts } from '../state/hosts.ts';
import { useOpenRuns, watchOpenRuns } from '../state/open-runs.ts';
import { usePolicies, watchPolicies } from '../state/policies.ts';

interface RemoveHostProps {
  readonly host: string;
  /** `isRemoved`: it is not known any more. */
  readonly onClose: (isRemoved: boolean) => void;
}

export function RemoveHost({ host, onClose }: RemoveHostProps): ReactNode {
  const said = useSaid(hosts);
  const { cancel } = useSaid(frame);
  const { list } = useFormat();
  useEffect(watchPolicies, []);
  useEffect(watchOpenRuns, []);
  const runs = useOpenRuns((state) => state.runs).filter(({ from, to }) => from === host || to === host);
  const policies = usePolicies((state) => state.policies)?.filter((policy) => policy.host === host) ?? [];
  const removing = useDoing('hosts.remove');
  const remove = async (): Promise<void> => {
    if ((await removing.begin({ name: host })) === undefined) return;
    void refreshHosts();
    onClose(true);
  };
  return (
    <Modal title={said.removeTitle(host)} onClose={() => onClose(false)}>
      <p>{said.removeMeans}</p>
      <p>{said.removeKeeps}</p>
      {runs.length > 0 && <p>{said.removeRuns(list(runs.map(({ run }) => run)))}</p>}
      {policies.length > 0 && <p>{said.removePolicies(list(policies.map(({ container }) => container)))}</p>}
      {removing.error !== undefined && <ErrorNotice error={removing.error} />}
      <div className="actions">
        <button type="button" data-safe onClick={() => onClose(false)}>
          {cancel}
        </button>
        <button type="button" className="dangerous" onClick={() => void remove()}>
          {said.removeNow(host)}
        </button>
      </div>
    </Modal>
  );
}
