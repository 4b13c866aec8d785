/** Writes a restore point as archives that Podman takes, and tells what to do with them there. */
import type { FormEvent, ReactNode } from 'react';
import type { Output } from '../../../shared/contract.ts';
import { useDoing } from '../../components/doing.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Modal } from '../../components/modal.tsx';
import { SavePlace } from '../../components/save-place.tsx';
import { useSuggestedPlace } from '../../components/suggested-place.ts';
import { useFormat, useSaid } from '../../i18n/language.tsx';
import { pointActions } from '../../i18n/point-actions.ts';
import { DialogButtons } from './dialog-buttons.tsx';
import type { PointDialogProps } from './point-actions.tsx';
import { UnderWay } from '../../components/under-way.tsx';

export function PodmanDialog({ point, onClose }: PointDialogProps): ReactNode {
  const said = useSaid(pointActions);
  const format = useFormat();
  const name = `${point.container}-${point.name}.tar.zst`;
  const [out, setOut] = useSuggestedPlace(name);
  const [imageOut, setImageOut] = useSuggestedPlace(`${name}.image.tar`);
  const { output, error, event, isUnderWay, isStopping, ...doing } = useDoing('podman.export');
  const submit = (submitted: FormEvent): void => {
    submitted.preventDefault();
    void doing.begin({ point: point.name, out, imageOut });
  };
  return (
    <Modal title={said.podmanTitle(point.name)} onClose={isUnderWay ? doing.cancel : onClose}>
      {error !== undefined && error.code !== 'cancelled' && <ErrorNotice error={error} />}
      {isUnderWay && (
        <UnderWay
          what={said.exporting}
          sofar={event?.event === 'archive.progress' ? said.bytesSoFar(format.bytes(event.bytes)) : undefined}
          isStopping={isStopping}
          onCancel={doing.cancel}
        />
      )}
      {output !== undefined && (
        <>
          <Exported output={output} />
          <DialogButtons onClose={onClose} />
        </>
      )}
      {!isUnderWay && output === undefined && (
        <form onSubmit={submit}>
          <p>{said.podmanMeans}</p>
          <SavePlace label={said.archive} value={out} onChange={setOut} />
          <SavePlace label={said.imageArchive} value={imageOut} onChange={setImageOut} />
          <DialogButtons onClose={onClose} act={said.podmanNow} />
        </form>
      )}
    </Modal>
  );
}

function Exported({ output }: { readonly output: Output<'podman.export'> }): ReactNode {
  const said = useSaid(pointActions);
  const { out, imageOut, notInArchive, volumes, closesConnections } = output;
  const commands = [
    ...(closesConnections ? ['echo tcp-close >>/etc/criu/runc.conf'] : []),
    `podman load --input ${fileName(imageOut)}`,
    `podman container restore --import ${fileName(out)} --file-locks`,
  ];
  return (
    <div role="status">
      <p>
        <code>{out}</code>
        <br />
        <code>{imageOut}</code>
      </p>
      {volumes.length > 0 && <p>{said.volumesNow(volumes.join(', '))}</p>}
      {notInArchive.length > 0 && (
        <>
          <p>{said.bring}</p>
          <ul>
            {notInArchive.map(({ path, destination }) => (
              <li key={path}>
                <code>{path}</code> → <code>{destination}</code>
              </li>
            ))}
          </ul>
        </>
      )}
      {closesConnections && <p>{said.closesConnections}</p>}
      <p>{said.exported}</p>
      <pre>{commands.join('\n')}</pre>
    </div>
  );
}

const fileName = (path: string): string => path.slice(path.search(/[^/\\]*$/));
