/** Sends a restore point to an OCI registry. */
import { type FormEvent, type ReactNode, useState } from 'react';
import { placeAndReference } from '../../../shared/place-and-reference.ts';
import { useDoing } from '../../components/doing.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Field } from '../../components/field.tsx';
import { Modal } from '../../components/modal.tsx';
import { UnderWay } from '../../components/under-way.tsx';
import { useFormat, useSaid } from '../../i18n/language.tsx';
import { pointActions } from '../../i18n/point-actions.ts';
import { registryInput, useRegistryPlace } from '../../state/registry-place.ts';
import { DialogButtons } from './dialog-buttons.tsx';
import type { PointDialogProps } from './point-actions.tsx';
import { RegistryFields } from './registry-fields.tsx';

export function PushDialog({ point, onClose }: PointDialogProps): ReactNode {
  const said = useSaid(pointActions);
  const format = useFormat();
  const place = useRegistryPlace();
  const [tag, setTag] = useState('');
  const { output, error, event, isUnderWay, isStopping, ...doing } = useDoing('registry.push');
  const submit = (submitted: FormEvent): void => {
    submitted.preventDefault();
    const named = tag === '' ? placeAndReference(place.repository.trim())[1] : tag;
    const input = { ...registryInput(place), point: point.name };
    void doing.begin(named === undefined ? input : { ...input, tag: named });
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
          <RegistryFields />
          <Field label={said.tag} value={tag} onValue={setTag} spellCheck={false} autoComplete="off" />
          <DialogButtons onClose={onClose} act={said.pushNow} />
        </form>
      )}
    </Modal>
  );
}
