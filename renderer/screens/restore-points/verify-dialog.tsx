/** Reads a restore point back, and tells what of it is damaged and what could be repaired. */
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Output } from '../../../shared/contract.ts';
import { useAnswer } from '../../components/asking.ts';
import { useDoing } from '../../components/doing.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Modal } from '../../components/modal.tsx';
import { useFormat, useSaid } from '../../i18n/language.tsx';
import { pointActions } from '../../i18n/point-actions.ts';
import { DialogButtons } from './dialog-buttons.tsx';
import type { PointDialogProps } from './point-actions.tsx';
import { UnderWay } from '../../components/under-way.tsx';

export function VerifyDialog({ point, onClose }: PointDialogProps): ReactNode {
  const said = useSaid(pointActions);
  const format = useFormat();
  const { output: hosts } = useAnswer('hosts.list', {});
  const [from, setFrom] = useState('');
  const { output, error, event, isUnderWay, isStopping, ...doing } = useDoing('backups.verify');
  const submit = (submitted: FormEvent): void => {
    submitted.preventDefault();
    void doing.begin({ points: [point.name], ...(from !== '' && { from }) });
  };
  const read = event?.event === 'verify.progress' ? event : undefined;
  return (
    <Modal title={said.verifyTitle(point.name)} onClose={isUnderWay ? doing.cancel : onClose}>
      {error !== undefined && error.code !== 'cancelled' && <ErrorNotice error={error} />}
      {isUnderWay && (
        <UnderWay
          what={said.verifying}
          sofar={read && said.ofBytes(format.bytes(read.bytes), format.bytes(read.totalBytes))}
          share={read && (read.totalBytes === 0 ? 1 : read.bytes / read.totalBytes)}
          isStopping={isStopping}
          onCancel={doing.cancel}
        />
      )}
      {output !== undefined && (
        <>
          <Verified output={output} />
          <DialogButtons onClose={onClose} />
        </>
      )}
      {!isUnderWay && output === undefined && (
        <form onSubmit={submit}>
          <p>{said.verifyMeans}</p>
          <label>
            {said.verifyFrom}
            <select value={from} onChange={({ target }) => setFrom(target.value)}>
              <option value="">{said.fromNone}</option>
              {hosts?.map(({ name }) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <DialogButtons onClose={onClose} act={said.verifyNow} />
        </form>
      )}
    </Modal>
  );
}

function Verified({ output: { bytes, damages } }: { readonly output: Output<'backups.verify'> }): ReactNode {
  const said = useSaid(pointActions);
  const format = useFormat();
  if (damages.length === 0) return <p role="status">✓ {said.isWhole(format.bytes(bytes))}</p>;
  return (
    <div role="alert">
      <p>{said.isDamaged(damages.length)}</p>
      <ul>
        {damages.map(({ blob, part, problem, isRepaired }) => (
          <li key={blob}>
            {said.damage(said[part], problem === 'missing', isRepaired)}
            <div className="hint restore-point-path">{blob}</div>
          </li>
        ))}
      </ul>
    </div>
  );
}
