/** Files that have a part of a name in theirs: shown as they are found, until all names were looked at or it is stopped. */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { asShiplockError, type ShiplockError } from '../../../shared/errors.ts';
import type { StoredFile } from '../../../shared/model.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { VirtualTable } from '../../components/virtual-table.tsx';
import { useFormat, useSaid } from '../../i18n/language.tsx';
import { storedFiles } from '../../i18n/stored-files.ts';
import { station } from '../../state/station.ts';
import { useFileColumns } from './file-columns.tsx';
import type { FilesPlace } from './point-place.ts';

interface FileSearchProps {
  readonly point: string;
  readonly place: FilesPlace;
  readonly onOpen: (path: string) => void;
  readonly onClose: () => void;
}

export function FileSearch({ point, place, onOpen, onClose }: FileSearchProps): ReactNode {
  const said = useSaid(storedFiles);
  const format = useFormat();
  const { state, found, looked, hasMore, error, stop } = useSearch(point, place);
  const columns = useFileColumns(({ path }) => path, onOpen);
  return (
    <section>
      <h2>{said.results(place.search)}</h2>
      {error !== undefined && <ErrorNotice error={error} />}
      {state === 'searching' && (
        <p aria-hidden="true">{said.searching(format.number(looked), format.number(found.length))}</p>
      )}
      <p role="status">
        {state === 'searching' && <span className="visually-hidden">{said.searchBegan}</span>}
        {state === 'stopped' && said.stopped}
        {state === 'done' && said.found(found.length, format.number(looked), hasMore)}
      </p>
      {found.length > 0 && (
        <VirtualTable
          label={said.results(place.search)}
          columns={columns}
          rows={found}
          keyOf={({ path }) => path}
        />
      )}
      <div className="actions">
        {state === 'searching' && (
          <button type="button" onClick={stop}>
            {said.stop}
          </button>
        )}
        <button type="button" onClick={onClose}>
          {said.backToFolder}
        </button>
      </div>
    </section>
  );
}

interface Search {
  readonly state: 'searching' | 'done' | 'stopped' | 'failed';
  readonly found: readonly StoredFile[];
  readonly looked: number;
  readonly hasMore: boolean;
  readonly error: ShiplockError | undefined;
}

const begun: Search = { state: 'searching', found: [], looked: 0, hasMore: false, error: undefined };

function useSearch(point: string, { path, view, search: name }: FilesPlace): Search & { stop: () => void } {
  const [search, setSearch] = useState(begun);
  const controller = useRef<AbortController>(undefined);
  useEffect(() => {
    const current = new AbortController();
    controller.current = current;
    const { signal } = current;
    setSearch(begun);
    station
      .call(
        'backups.search',
        { point, path, view, name },
        {
          signal,
          onEvent: (event) => {
            if (event.event !== 'search.progress' || signal.aborted) return;
            const { found, looked } = event;
            setSearch((before) => ({ ...before, found: [...before.found, ...found], looked }));
          },
        },
      )
      .then(
        ({ found, looked, hasMore }) => {
          if (!signal.aborted) setSearch({ state: 'done', found, looked, hasMore, error: undefined });
        },
        (thrown: unknown) => {
          if (signal.aborted) return;
          setSearch((before) => ({ ...before, state: 'failed', error: asShiplockError(thrown) }));
        },
      );
    return () => current.abort();
  }, [point, path, view, name]);
  const stop = (): void => {
    controller.current?.abort();
    setSearch((before) => ({ ...before, state: 'stopped' }));
  };
  return { ...search, stop };
}
