/** Sends a restore point to an OCI registry. */
import { type FormEvent, type ReactNode, useState } from 'react';
import { useDoing } from '../../components/doing.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Modal } from '../../components/modal.tsx';
import { FilePlace } from '../../components/save-place.tsx';
import { useFormat, useSaid } from '../../i18n/language.tsx';
import { pointActions } from '../../i18n/point-actions.ts';
import { DialogButtons } from './dialog-buttons.tsx';
import type { PointDialogProps } from './point-actions.tsx';
import { UnderWay } from '../../components/under-way.tsx';

export function PushDialog({ point, onClose }: PointDialogProps): ReactNode {
  const said = useSaid(pointActions);
  const format = useFormat();
  const [repository, setRepository] = useState('');
  const [tag, setTag] = useState('');
  const [user, setUser] = useState('');
  const [authorities, setAuthorities] = useState('');
  const [plainHttp, setPlainHttp] = useState(false);
  const { output, error, event, isUnderWay, isStopping, ...doing } = useDoing('registry.push');
  const submit = (submitted: FormEvent): void => {
    submitted.preventDefault();
    void doing.begin({
      point: point.name,
      repository: repository.trim(),
      plainHttp,
      ...(tag !== '' && { tag }),
      ...(user !== '' && { user }),
      ...(authorities !== '' && { authorities }),
    });
  };
  return (
    <Modal title={said.pushTitle(point.name)} onClose={isUnderWay ? doing.cancel : onClose}>
      {error !== undefined && error.code !== 'cancelled' && <ErrorNotice error={error} />}
      {isUnderWay && (
        <UnderWay
          what={said.pushing}
          sofar={
            event?.event === 'registry.progress' ? said.bytesSoFar(format.bytes(event.bytes)) : undefined
          }
          isStopping={isStopping}
          onCancel={doing.cancel}
        />
      )}
      {output !== undefined && (
        <>
          <p role="status">
            ✓ {said.pushed(`${output.repository}:${output.tag}`, format.bytes(output.sentBytes))}
          </p>
          <DialogButtons onClose={onClose} />
        </>
      )}
      {!isUnderWay && output === undefined && (
        <form onSubmit={submit}>
          <p>{said.pushMeans}</p>
          <Text label={said.repository} value={repository} onChange={setRepository} isNeeded />
          <Text label={said.tag} value={tag} onChange={setTag} />
          <Text label={said.user} value={user} onChange={setUser} />
          <FilePlace
            label={said.authorities}
            value={authorities}
            onChange={setAuthorities}
            isNeeded={false}
          />
          <label className="inline">
            <input
              type="checkbox"
              checked={plainHttp}
              onChange={({ target }) => setPlainHttp(target.checked)}
            />
            {said.plainHttp}
          </label>
          <p className="hint">{said.plainHttpMeans}</p>
          <DialogButtons onClose={onClose} act={said.pushNow} />
        </form>
      )}
    </Modal>
  );
}

interface TextProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly isNeeded?: boolean;
}

const Text = ({ label, value, onChange, isNeeded = false }: TextProps): ReactNode => (
  <label>
    {label}
    <input
      value={value}
      spellCheck={false}
      autoComplete="off"
      required={isNeeded}
      onChange={({ target }) => onChange(target.value)}
    />
  </label>
);
