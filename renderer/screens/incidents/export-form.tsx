/** Makes an incident log: of a run, of a time, or of everything. */
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { Output } from '../../../shared/contract.ts';
import type { Language } from '../../../shared/words.ts';
import { useDoing } from '../../components/doing.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { useRunStateWord } from '../../components/run-state.tsx';
import { SavePlace } from '../../components/save-place.tsx';
import { useSuggestedPlace } from '../../components/suggested-place.ts';
import { UnderWay } from '../../components/under-way.tsx';
import { incidents } from '../../i18n/incidents.ts';
import { useLanguage, useSaid } from '../../i18n/language.tsx';
import { Exported } from './exported.tsx';
import {
  exportRequest,
  incidentFileName,
  type IncidentWish,
  isComplete,
  type Scope,
} from './incident-request.ts';

interface ExportFormProps {
  readonly runs: Output<'runs.list'>;
  /** Of which run, if one was chosen. */
  readonly chosen: string;
}

/** Each in its own words, whatever the window speaks. */
const languageNames = { en: 'English', zh: '中文' } as const satisfies Record<Language, string>;

export function ExportForm({ runs, chosen }: ExportFormProps): ReactNode {
  const said = useSaid(incidents);
  const language = useLanguage();
  const [wish, setWish] = useState<IncidentWish>(() => ({
    scope: runs.length > 0 ? 'run' : 'all',
    run: chosen !== '' ? chosen : (runs[0]?.run ?? ''),
    since: '',
    language,
    askHosts: false,
  }));
  const [fileName] = useState(() => incidentFileName(new Date()));
  const [out, setOut] = useSuggestedPlace(fileName);
  const [mayReplace, setMayReplace] = useState(false);
  const { output, error, event, isUnderWay, isStopping, ...doing } = useDoing('incidents.export');
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (chosen !== '') heading.current?.focus();
  }, [chosen]);
  const submit = (submitted: FormEvent): void => {
    submitted.preventDefault();
    if (isComplete(wish)) void doing.begin({ ...exportRequest(wish, out, new Date()), force: mayReplace });
  };
  const phase = event?.event === 'incident.progress' ? event.phase : 'journal';
  return (
    <section className="incidents-section">
      <h2 ref={heading} tabIndex={-1}>
        {said.exportTitle}
      </h2>
      {error !== undefined && error.code !== 'cancelled' && <ErrorNotice error={error} />}
      {output !== undefined && <Exported output={output} />}
      {isUnderWay ? (
        <UnderWay what={said[`phase_${phase}`]} isStopping={isStopping} onCancel={doing.cancel} />
      ) : (
        <form onSubmit={submit}>
          <ScopeChoice runs={runs} wish={wish} onChange={setWish} />
          <label>
            {said.language}
            <select
              value={wish.language}
              onChange={({ target }) => setWish({ ...wish, language: target.value === 'zh' ? 'zh' : 'en' })}
            >
              {Object.entries(languageNames).map(([each, name]) => (
                <option key={each} value={each}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <label className="inline">
            <input
              type="checkbox"
              checked={wish.askHosts}
              onChange={({ target }) => setWish({ ...wish, askHosts: target.checked })}
            />
            {said.askHosts}
          </label>
          <SavePlace label={said.out} value={out} onChange={setOut} />
          {error?.code === 'usage' && (
            <label className="inline">
              <input
                type="checkbox"
                checked={mayReplace}
                onChange={({ target }) => setMayReplace(target.checked)}
              />
              {said.replaceFile}
            </label>
          )}
          <button type="submit" className="primary" disabled={!isComplete(wish)}>
            {said.export}
          </button>
        </form>
      )}
    </section>
  );
}

interface ScopeChoiceProps {
  readonly runs: Output<'runs.list'>;
  readonly wish: IncidentWish;
  readonly onChange: (wish: IncidentWish) => void;
}

function ScopeChoice({ runs, wish, onChange }: ScopeChoiceProps): ReactNode {
  const said = useSaid(incidents);
  const wordOf = useRunStateWord();
  const names = { run: said.ofRun, day: said.ofDay, time: said.ofTime, all: said.ofAll };
  const scopes: readonly Scope[] = ['run', 'day', 'time', 'all'];
  return (
    <fieldset className="incidents-scope">
      <legend>{said.ofWhat}</legend>
      {scopes.map((scope) => (
        <label key={scope} className="inline">
          <input
            type="radio"
            name="scope"
            checked={wish.scope === scope}
            disabled={scope === 'run' && runs.length === 0}
            onChange={() => onChange({ ...wish, scope })}
          />
          {names[scope]}
        </label>
      ))}
      {runs.length === 0 && <p className="hint">{said.noRuns}</p>}
      {wish.scope === 'run' && (
        <label>
          {said.run}
          <select value={wish.run} onChange={({ target }) => onChange({ ...wish, run: target.value })}>
            {runs.map((each) => (
              <option key={each.run} value={each.run}>
                {`${each.run}: ${each.container}, ${each.from} → ${each.to}, ${wordOf(each)}`}
              </option>
            ))}
          </select>
        </label>
      )}
      {wish.scope === 'time' && (
        <label>
          {said.since}
          <input
            type="datetime-local"
            value={wish.since}
            required
            onChange={({ target }) => onChange({ ...wish, since: target.value })}
          />
        </label>
      )}
    </fieldset>
  );
}
