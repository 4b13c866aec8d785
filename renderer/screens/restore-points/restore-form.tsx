/** To which host, as what, from where on, and whether something makes way. */
import type { FormEvent, ReactNode } from 'react';
import type { RestorePointSummary } from '../../../shared/model.ts';
import { frame } from '../../i18n/frame.ts';
import { useSaid } from '../../i18n/language.tsx';
import { restore } from '../../i18n/restore.ts';
import { useHosts } from '../../state/hosts.ts';
import type { RestoreWish } from './restore-request.ts';

interface RestoreFormProps {
  readonly point: RestorePointSummary;
  readonly hosts: readonly string[];
  readonly wish: RestoreWish;
  readonly onChange: (wish: RestoreWish) => void;
  readonly onBegin: (wish: RestoreWish) => void;
  readonly onClose: () => void;
}

export function RestoreForm({ point, hosts, wish, onChange, onBegin, onClose }: RestoreFormProps): ReactNode {
  const said = useSaid(restore);
  const { cancel } = useSaid(frame);
  const sights = useHosts((state) => state.sights);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onBegin({ ...wish, accepted: [] });
  };
  return (
    <form onSubmit={submit} className="restore-form">
      <p>{said.explained}</p>
      <label>
        {said.to}
        <select value={wish.to} onChange={({ target }) => onChange({ ...wish, to: target.value })}>
          {hosts.map((name) => (
            <option key={name} value={name}>
              {name === point.host ? said.original(name) : name}
              {sights[name]?.state === 'unreachable' && `, ${said.silent}`}
            </option>
          ))}
        </select>
      </label>
      <fieldset>
        <legend>{said.as}</legend>
        <Radio
          group="as"
          isChosen={!wish.isClone}
          onChoose={() => onChange({ ...wish, isClone: false })}
          label={said.same(point.container)}
        />
        <Radio
          group="as"
          isChosen={wish.isClone}
          onChoose={() => onChange({ ...wish, isClone: true })}
          label={said.clone}
        />
        {wish.isClone && (
          <label>
            {said.cloneName}
            <input
              value={wish.cloneName}
              spellCheck={false}
              required
              onChange={({ target }) => onChange({ ...wish, cloneName: target.value })}
            />
          </label>
        )}
      </fieldset>
      <fieldset>
        <legend>{said.how}</legend>
        <Radio
          group="how"
          isChosen={!wish.isFilesOnly}
          isPossible={point.kind === 'with-memory'}
          onChoose={() => onChange({ ...wish, isFilesOnly: false })}
          label={said.withMemory}
        />
        <Radio
          group="how"
          isChosen={wish.isFilesOnly}
          onChoose={() => onChange({ ...wish, isFilesOnly: true })}
          label={said.filesOnly}
        />
        {point.kind === 'files-only' && <p className="hint">{said.hasNoMemory}</p>}
      </fieldset>
      {!wish.isClone && (
        <>
          <label className="inline">
            <input
              type="checkbox"
              checked={wish.isReplacing}
              onChange={({ target }) => onChange({ ...wish, isReplacing: target.checked })}
            />
            {said.replace}
          </label>
          <p className="hint">{said.replaceMeans}</p>
        </>
      )}
      <div className="actions">
        <button type="button" onClick={onClose}>
          {cancel}
        </button>
        <button type="submit" className="primary">
          {said.start}
        </button>
      </div>
    </form>
  );
}

interface RadioProps {
  readonly group: string;
  readonly isChosen: boolean;
  readonly isPossible?: boolean;
  readonly onChoose: () => void;
  readonly label: string;
}

const Radio = ({ group, isChosen, isPossible = true, onChoose, label }: RadioProps): ReactNode => (
  <label className="inline">
    <input type="radio" name={group} checked={isChosen} disabled={!isPossible} onChange={onChoose} />
    {label}
  </label>
);
