/** Brings a file or a folder of a restore point to the laptop, and tells what is not there as the container had it. */
import type { FormEvent, ReactNode } from 'react';
import type { Output } from '../../../shared/contract.ts';
import type { StoredFile } from '../../../shared/model.ts';
import { useDoing } from '../../components/doing.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Modal } from '../../components/modal.tsx';
import { SavePlace } from '../../components/save-place.tsx';
import { useSuggestedPlace } from '../../components/suggested-place.ts';
import { frame } from '../../i18n/frame.ts';
import { useFormat, useSaid, useWords } from '../../i18n/language.tsx';
import { storedFiles } from '../../i18n/stored-files.ts';
import type { FilesView } from './point-place.ts';
import { nameIn } from './stored-path.ts';
import { UnderWay } from '../../components/under-way.tsx';

interface ExtractDialogProps {
  readonly point: string;
  readonly file: StoredFile;
  readonly view: FilesView;
  readonly onClose: () => void;
}

export function ExtractDialog({ point, file, view, onClose }: ExtractDialogProps): ReactNode {
  const said = useSaid(storedFiles);
  const { cancel } = useSaid(frame);
  const format = useFormat();
  const [out, setOut] = useSuggestedPlace(file.path === '/' ? point : `${point}-${nameIn(file.path)}`);
  const { output, error, event, isUnderWay, isStopping, ...doing } = useDoing('backups.extract');
  const submit = (submitted: FormEvent): void => {
    submitted.preventDefault();
    void doing.begin({ point, path: file.path, view, out });
  };
  const written = event?.event === 'archive.progress' ? event.bytes : 0;
  return (
    <Modal title={said.extractTitle(file.path)} onClose={isUnderWay ? doing.cancel : onClose}>
      {error !== undefined && error.code !== 'cancelled' && <ErrorNotice error={error} />}
      {isUnderWay && (
        <UnderWay
          what={said.extracting}
          sofar={said.bytesSoFar(format.bytes(written))}
          share={file.bytes === undefined ? undefined : Math.min(written / Math.max(file.bytes, 1), 1)}
          isStopping={isStopping}
          onCancel={doing.cancel}
        />
      )}
      {output !== undefined && <Extracted output={output} onClose={onClose} />}
      {!isUnderWay && output === undefined && (
        <form onSubmit={submit}>
          <SavePlace label={said.out} value={out} onChange={setOut} hint={said.nothingThere} />
          <div className="actions">
            <button type="button" onClick={onClose}>
              {cancel}
            </button>
            <button type="submit" className="primary">
              {said.extract}
            </button>
          </div>
        </form>
      )}
    </Modal>
  );
}

function Extracted({
  output,
  onClose,
}: {
  readonly output: Output<'backups.extract'>;
  readonly onClose: () => void;
}): ReactNode {
  const said = useSaid(storedFiles);
  const { close } = useSaid(frame);
  const format = useFormat();
  const words = useWords();
  const { out, files, bytes, remarks, remarkCount } = output;
  return (
    <>
      <div role="status">
        <p>{said.extracted(files, format.bytes(bytes))}</p>
        <p>
          <code>{out}</code>
        </p>
      </div>
      {remarkCount > 0 && (
        <>
          <h3>{said.remarks(remarkCount)}</h3>
          <ul>
            {remarks.slice(0, 20).map(({ path, why }) => (
              <li key={path}>
                <code>{path}</code>: {words(why)}
              </li>
            ))}
          </ul>
        </>
      )}
      <div className="actions">
        <button type="button" className="primary" onClick={onClose}>
          {close}
        </button>
      </div>
    </>
  );
}
