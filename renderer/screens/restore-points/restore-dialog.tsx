/** Asks how a restore point is to be brought back, tells what stands in the way, and goes to the run as soon as there is one. */
import { type ReactNode, useEffect, useState } from 'react';
import type { Event } from '../../../shared/contract.ts';
import type { RestorePointSummary } from '../../../shared/model.ts';
import { useDoing } from '../../components/doing.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Modal } from '../../components/modal.tsx';
import { frame } from '../../i18n/frame.ts';
import { useSaid } from '../../i18n/language.tsx';
import { restore } from '../../i18n/restore.ts';
import { refreshHosts, useHosts, watchHosts } from '../../state/hosts.ts';
import { goTo } from '../../state/place.ts';
import { RestoreForm } from './restore-form.tsx';
import { firstChoice, hostsToRestoreTo, requestOf, type RestoreWish, usualWish } from './restore-request.ts';
import { RestoreRefused } from './restore-refused.tsx';
import { UnderWay } from '../../components/under-way.tsx';

interface RestoreDialogProps {
  readonly point: RestorePointSummary;
  readonly onClose: () => void;
}

export function RestoreDialog({ point, onClose }: RestoreDialogProps): ReactNode {
  const said = useSaid(restore);
  const { loading, close } = useSaid(frame);
  useEffect(watchHosts, []);
  const { hosts: known, sights, error: unknown } = useHosts();
  const doing = useDoing('restores.start', { goesOn: true });
  const { isUnderWay, isStopping, output, error, event } = doing;
  const hosts = hostsToRestoreTo(known ?? [], point);
  const [changed, setWish] = useState<RestoreWish | undefined>(undefined);
  const wish = changed ?? usualWish(point, firstChoice(hosts, sights));
  const run = output?.run ?? runOf(event);
  useEffect(() => {
    if (run !== undefined) goTo(`/runs/${run}`);
  }, [run]);
  const begin = (asked: RestoreWish): void => {
    setWish(asked);
    void doing.begin(requestOf(point, asked));
  };
  const findings = error?.code === 'preflight-failed' ? error.findings : undefined;
  return (
    <Modal title={said.title(point.name)} onClose={isUnderWay ? doing.cancel : onClose}>
      {unknown !== undefined && <ErrorNotice error={unknown} onAgain={() => void refreshHosts()} />}
      {known === undefined && unknown === undefined && <p role="status">{loading}</p>}
      {known?.length === 0 && (
        <>
          <p>{said.noHosts}</p>
          <button type="button" onClick={onClose}>
            {close}
          </button>
        </>
      )}
      {error !== undefined && findings === undefined && error.code !== 'cancelled' && (
        <ErrorNotice error={error} />
      )}
      {isUnderWay && <UnderWay what={said.checking} isStopping={isStopping} onCancel={doing.cancel} />}
      {!isUnderWay && findings !== undefined && (
        <RestoreRefused findings={findings} wish={wish} onBegin={begin} onBack={doing.forget} />
      )}
      {!isUnderWay && findings === undefined && hosts.length > 0 && (
        <RestoreForm
          point={point}
          hosts={hosts}
          wish={wish}
          onChange={setWish}
          onBegin={begin}
          onClose={onClose}
        />
      )}
    </Modal>
  );
}

/** What belongs to a run names it. */
function runOf(event: Event | undefined): string | undefined {
  switch (event?.event) {
    case 'run.step':
    case 'run.progress':
    case 'run.round':
      return event.run;
    default:
      return undefined;
  }
}
