/** The files of a restore point: a folder of it, a file of it, or what was searched for. */
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import { useSaid } from '../../i18n/language.tsx';
import { storedFiles } from '../../i18n/stored-files.ts';
import { goTo } from '../../state/place.ts';
import { FileSearch } from './file-search.tsx';
import { FolderView } from './folder-view.tsx';
import { addressOf, type FilesPlace, type FilesView } from './point-place.ts';
import { wayTo } from './stored-path.ts';

interface PointFilesProps {
  readonly point: string;
  readonly place: FilesPlace;
}

export function PointFiles({ point, place }: PointFilesProps): ReactNode {
  const { path, view, search } = place;
  const open = (there: Partial<FilesPlace>): void =>
    goTo(addressOf(point, { part: 'files', path, view, search: '', ...there }));
  return (
    <>
      <div className="restore-point-files-bar">
        <ViewChoice view={view} onChange={(chosen) => open({ view: chosen, path: '/' })} />
        <PathForm key={`path ${path}`} path={path} onGo={(there) => open({ path: there })} />
        <SearchForm key={`search ${search}`} search={search} onSearch={(name) => open({ search: name })} />
      </div>
      <Way point={point} place={place} />
      {search === '' ? (
        <FolderView
          key={`${view} ${path}`}
          point={point}
          path={path}
          view={view}
          onOpen={(there) => open({ path: there })}
        />
      ) : (
        <FileSearch
          key={`${view} ${path} ${search}`}
          point={point}
          place={place}
          onOpen={(there) => open({ path: there })}
          onClose={() => open({})}
        />
      )}
    </>
  );
}

interface ViewChoiceProps {
  readonly view: FilesView;
  readonly onChange: (view: FilesView) => void;
}

function ViewChoice({ view, onChange }: ViewChoiceProps): ReactNode {
  const said = useSaid(storedFiles);
  return (
    <label>
      {said.show}
      <select
        value={view}
        onChange={({ target }) => onChange(target.value === 'rw-layer' ? 'rw-layer' : 'container')}
      >
        <option value="container">{said.container}</option>
        <option value="rw-layer">{said['rw-layer']}</option>
      </select>
    </label>
  );
}

function PathForm({
  path,
  onGo,
}: {
  readonly path: string;
  readonly onGo: (path: string) => void;
}): ReactNode {
  const said = useSaid(storedFiles);
  const [typed, setTyped] = useState(path);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (typed !== '') onGo(typed.startsWith('/') ? typed : `/${typed}`);
  };
  return (
    <form onSubmit={submit} className="restore-point-line">
      <label>
        {said.path}
        <input value={typed} spellCheck={false} onChange={({ target }) => setTyped(target.value)} />
      </label>
      <button type="submit">{said.go}</button>
    </form>
  );
}

interface SearchFormProps {
  readonly search: string;
  readonly onSearch: (name: string) => void;
}

function SearchForm({ search, onSearch }: SearchFormProps): ReactNode {
  const said = useSaid(storedFiles);
  const [typed, setTyped] = useState(search);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSearch(typed.trim());
  };
  return (
    <form onSubmit={submit} className="restore-point-line">
      <label>
        {said.search}
        <input
          type="search"
          value={typed}
          maxLength={255}
          onChange={({ target }) => setTyped(target.value)}
        />
      </label>
      <button type="submit">{said.searchNow}</button>
    </form>
  );
}

/** The folders above, to go up to; the focus comes here when another place is opened. */
function Way({ point, place: { path, view } }: PointFilesProps): ReactNode {
  const said = useSaid(storedFiles);
  const here = useRef<HTMLSpanElement>(null);
  const [shown, setShown] = useState(path);
  useEffect(() => {
    if (shown === path) return;
    setShown(path);
    here.current?.focus();
  }, [shown, path]);
  const way = wayTo(path);
  return (
    <nav aria-label={said.whereOneIs} className="restore-point-way">
      <ol>
        {way.map(({ name, path: each }, at) => (
          <li key={each}>
            {at === way.length - 1 ? (
              <span ref={here} tabIndex={-1} aria-current="location">
                {name === '' ? said.root : name}
              </span>
            ) : (
              <Link href={addressOf(point, { part: 'files', path: each, view })}>
                {name === '' ? said.root : name}
              </Link>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
