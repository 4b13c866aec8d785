/** What a list of stored files tells of each. */
import { useMemo } from 'react';
import type { StoredFile } from '../../../shared/model.ts';
import { formatPermissions } from '../../../shared/permissions.ts';
import type { Column } from '../../components/virtual-table.tsx';
import { useFormat, useSaid } from '../../i18n/language.tsx';
import { storedFiles } from '../../i18n/stored-files.ts';

/** `shownAs`: what names it in this list. Both functions are those of the first time. */
export function useFileColumns(
  shownAs: (file: StoredFile) => string,
  onOpen: (path: string) => void,
): readonly Column<StoredFile>[] {
  const said = useSaid(storedFiles);
  const format = useFormat();
  // biome-ignore lint/correctness/useExhaustiveDependencies: what they do does not change while the list is shown.
  return useMemo(
    () => [
      {
        name: said.name,
        width: 'auto',
        cell: (file) => (
          <button type="button" className="name" title={file.path} onClick={() => onOpen(file.path)}>
            {shownAs(file)}
            {file.kind === 'folder' && '/'}
          </button>
        ),
      },
      { name: said.kind, width: '9rem', cell: ({ kind }) => said[`is_${kind}`] },
      {
        name: said.size,
        width: '7rem',
        isFigure: true,
        cell: ({ bytes }) => (bytes === undefined ? '' : format.bytes(bytes)),
      },
      { name: said.changed, width: '14rem', cell: ({ changedAt }) => format.dateTime(changedAt) },
      { name: said.owner, width: '7rem', cell: ({ uid, gid }) => `${uid}:${gid}` },
      { name: said.permissions, width: '8rem', cell: ({ mode }) => <code>{formatPermissions(mode)}</code> },
    ],
    [said, format],
  );
}
