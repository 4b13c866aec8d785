/** One file of a restore point: what it is, and its beginning where it is text. */
import type { ReactNode } from 'react';
import type { StoredFile } from '../../../shared/model.ts';
import { formatPermissions } from '../../../shared/permissions.ts';
import { useAnswer } from '../../components/asking.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { TextBlock } from '../../components/text-block.tsx';
import { frame } from '../../i18n/frame.ts';
import { useFormat, useSaid } from '../../i18n/language.tsx';
import { storedFiles } from '../../i18n/stored-files.ts';
import type { FilesView } from './point-place.ts';
import { targetOf } from './stored-path.ts';

interface FileViewProps {
  readonly point: string;
  readonly file: StoredFile;
  readonly view: FilesView;
  readonly onOpen: (path: string) => void;
  readonly onTakeOut: () => void;
}

export function FileView({ point, file, view, onOpen, onTakeOut }: FileViewProps): ReactNode {
  const said = useSaid(storedFiles);
  const format = useFormat();
  const { path, kind, bytes, changedAt, uid, gid, mode, target } = file;
  const facts: readonly (readonly [string, string | undefined])[] = [
    [said.path, path],
    [said.kind, said[`is_${kind}`]],
    [said.target, target],
    [said.size, bytes === undefined ? undefined : format.bytes(bytes)],
    [said.changed, format.dateTime(changedAt)],
    [said.owner, `${uid}:${gid}`],
    [said.permissions, formatPermissions(mode)],
  ];
  return (
    <>
      <dl className="restore-point-facts">
        {facts.map(([name, value]) =>
          value === undefined ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
      <div className="actions">
        <button type="button" onClick={onTakeOut}>
          {said.takeOut}
        </button>
        {target !== undefined && (
          <button type="button" onClick={() => onOpen(targetOf(path, target))}>
            {said.toTarget}
          </button>
        )}
      </div>
      {(kind === 'file' || kind === 'hard-link') && <Text point={point} path={path} view={view} />}
    </>
  );
}

interface TextProps {
  readonly point: string;
  readonly path: string;
  readonly view: FilesView;
}

function Text({ point, path, view }: TextProps): ReactNode {
  const said = useSaid(storedFiles);
  const { loading } = useSaid(frame);
  const { output, error, again } = useAnswer('backups.read', { point, path, view });
  if (error !== undefined) return <ErrorNotice error={error} onAgain={again} />;
  if (output === undefined) return <p role="status">{loading}</p>;
  const { text, hasMore } = output;
  return (
    <section className="restore-point-text">
      <h2>{said.text}</h2>
      {text === undefined && <p>{said.noText}</p>}
      {text === '' && <p>{said.emptyFile}</p>}
      {text !== undefined && text !== '' && <TextBlock label={said.text} text={text} />}
      {text !== undefined && hasMore && <p className="hint">{said.onlyBeginning}</p>}
    </section>
  );
}
