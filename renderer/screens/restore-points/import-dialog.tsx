/** Brings a container in that Podman has checkpointed and exported. */
import { type FormEvent, type ReactNode, useState } from 'react';
import { useDoing } from '../../components/doing.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Field } from '../../components/field.tsx';
import { Modal } from '../../components/modal.tsx';
import { FilePlace } from '../../components/save-place.tsx';
import { UnderWay } from '../../components/under-way.tsx';
import { bringIn } from '../../i18n/bring-in.ts';
import { useFormat, useSaid } from '../../i18n/language.tsx';
import type { BringInProps } from './bring-in-dialog.tsx';
import { BroughtIn } from './brought-in.tsx';
import { DialogButtons } from './dialog-buttons.tsx';

const nothingGiven = { file: '', imageFile: '', name: '', from: 'podman', comment: '' };

const makingIt = `podman container checkpoint --export gauge.tar.zst gauge
podman save --format oci-archive --output gauge.image.tar IMAGE`;

export function ImportDialog({ onClose, onDone }: BringInProps): ReactNode {
  const said = useSaid(bringIn);
  const format = useFormat();
  const [given, setGiven] = useState(nothingGiven);
  const change = (changed: Partial<typeof nothingGiven>): void =>
    setGiven((before) => ({ ...before, ...changed }));
  const { output, error, event, isUnderWay, isStopping, ...doing } = useDoing('podman.import');
  const bring = async (): Promise<void> => {
    const { file, imageFile, name, from, comment } = given;
    const done = await doing.begin({
      file: file.trim(),
      ...(imageFile.trim() !== '' && { imageFile: imageFile.trim() }),
      ...(name !== '' && { name }),
      ...(from !== '' && { from }),
      ...(comment !== '' && { comment }),
    });
    if (done !== undefined) onDone();
  };
  const submit = (submitted: FormEvent): void => {
    submitted.preventDefault();
    void bring();
  };
  return (
    <Modal title={said.podmanTitle} onClose={isUnderWay ? doing.cancel : onClose}>
      {error !== undefined && error.code !== 'cancelled' && <ErrorNotice error={error} />}
      {isUnderWay && (
        <UnderWay
          what={said.reading}
          sofar={event?.event === 'archive.progress' ? said.bytesSoFar(format.bytes(event.bytes)) : undefined}
          isStopping={isStopping}
          onCancel={doing.cancel}
        />
      )}
      {output !== undefined && (
        <BroughtIn point={output} onClose={onClose}>
          <LeftOut places={output.leftOut} />
        </BroughtIn>
      )}
      {!isUnderWay && output === undefined && (
        <form onSubmit={submit}>
          <FilePlace label={said.file} value={given.file} onChange={(file) => change({ file })} />
          <FilePlace
            label={said.imageFile}
            hint={said.imageFileHint}
            value={given.imageFile}
            onChange={(imageFile) => change({ imageFile })}
            isNeeded={false}
          />
          <p>{said.howToMake}</p>
          <pre>{makingIt}</pre>
          <details>
            <summary>{said.moreAbout}</summary>
            <Field label={said.name} value={given.name} onValue={(name) => change({ name })} />
            <Field label={said.from} value={given.from} onValue={(from) => change({ from })} />
            <Field label={said.comment} value={given.comment} onValue={(comment) => change({ comment })} />
          </details>
          <DialogButtons onClose={onClose} act={said.bringItIn} />
        </form>
      )}
    </Modal>
  );
}

function LeftOut({ places }: { readonly places: readonly string[] }): ReactNode {
  const said = useSaid(bringIn);
  if (places.length === 0) return null;
  return (
    <>
      <p>{said.leftOut}</p>
      <ul>
        {places.map((place) => (
          <li key={place}>
            <code>{place}</code>
          </li>
        ))}
      </ul>
    </>
  );
}
