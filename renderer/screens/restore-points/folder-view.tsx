/** What is at a path of a restore point: what a folder lists, or a file. */
import { type ReactNode, useState } from 'react';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { VirtualTable } from '../../components/virtual-table.tsx';
import { frame } from '../../i18n/frame.ts';
import { useSaid } from '../../i18n/language.tsx';
import { storedFiles } from '../../i18n/stored-files.ts';
import { ExtractDialog } from './extract-dialog.tsx';
import { useFileColumns } from './file-columns.tsx';
import { FileView } from './file-view.tsx';
import { useFolderListing } from './folder-listing.ts';
import type { FilesView } from './point-place.ts';
import { nameIn } from './stored-path.ts';

interface FolderViewProps {
  readonly point: string;
  readonly path: string;
  readonly view: FilesView;
  readonly onOpen: (path: string) => void;
}

export function FolderView({ point, path, view, onOpen }: FolderViewProps): ReactNode {
  const said = useSaid(storedFiles);
  const { loading } = useSaid(frame);
  const { at, entries, error, bringMore, again } = useFolderListing(point, path, view);
  const columns = useFileColumns(({ path: each }) => nameIn(each), onOpen);
  const [isTakingOut, setTakingOut] = useState(false);
  return (
    <>
      {error !== undefined && <ErrorNotice error={error} onAgain={again} />}
      {at === undefined && error === undefined && <p role="status">{loading}</p>}
      {at?.kind === 'folder' && (
        <>
          {entries.length === 0 ? (
            <p>{view === 'rw-layer' ? said.noChanges : said.emptyFolder}</p>
          ) : (
            <VirtualTable
              label={path}
              columns={columns}
              rows={entries}
              keyOf={(entry) => entry.path}
              onEndInSight={bringMore}
            />
          )}
          <button type="button" onClick={() => setTakingOut(true)}>
            {said.takeFolderOut}
          </button>
        </>
      )}
      {at !== undefined && at.kind !== 'folder' && (
        <FileView point={point} file={at} view={view} onOpen={onOpen} onTakeOut={() => setTakingOut(true)} />
      )}
      {isTakingOut && at !== undefined && (
        <ExtractDialog point={point} file={at} view={view} onClose={() => setTakingOut(false)} />
      )}
    </>
  );
}
