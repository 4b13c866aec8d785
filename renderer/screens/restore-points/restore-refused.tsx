/** What stands in the way of a restore: what a warning means is accepted one by one; an error has another way beside it. */
import { type ReactNode, useState } from 'react';
import type { Finding } from '../../../shared/model.ts';
import { FindingList } from '../../components/finding-list.tsx';
import { useSaid } from '../../i18n/language.tsx';
import { restore } from '../../i18n/restore.ts';
import { mayGoOn, type RestoreWish } from './restore-request.ts';

interface RestoreRefusedProps {
  readonly findings: readonly Finding[];
  readonly wish: RestoreWish;
  readonly onBegin: (wish: RestoreWish) => void;
  readonly onBack: () => void;
}

export function RestoreRefused({ findings, wish, onBegin, onBack }: RestoreRefusedProps): ReactNode {
  const said = useSaid(restore);
  const [accepted, setAccepted] = useState(wish.accepted);
  const accept = (id: string, isAccepted: boolean): void =>
    setAccepted((before) => [...before.filter((each) => each !== id), ...(isAccepted ? [id] : [])]);
  const hasError = findings.some(({ severity }) => severity === 'error');
  const actionsOf = (finding: Finding): ReactNode => {
    const { id, severity, host } = finding;
    switch (severity) {
      case 'error':
        return <OtherWays finding={finding} wish={wish} onBegin={onBegin} />;
      case 'warning':
        return (
          <>
            {id === 'original-unknown' && <p>{said.unknownMeans(host ?? '')}</p>}
            <label className="inline">
              <input
                type="checkbox"
                checked={accepted.includes(id)}
                onChange={({ target }) => accept(id, target.checked)}
              />
              {said.accept}
            </label>
          </>
        );
      case 'info':
      case 'ok':
        return null;
    }
  };
  return (
    <>
      <p role="alert">{said.stopped}</p>
      <FindingList findings={findings} actions={actionsOf} />
      {hasError && <p>{said.errorsFirst}</p>}
      <div className="actions">
        <button type="button" onClick={onBack}>
          {said.change}
        </button>
        {!hasError && (
          <button
            type="button"
            className="primary"
            disabled={!mayGoOn(findings, accepted)}
            onClick={() => onBegin({ ...wish, accepted })}
          >
            {said.goOn}
          </button>
        )}
      </div>
    </>
  );
}

interface OtherWaysProps {
  readonly finding: Finding;
  readonly wish: RestoreWish;
  readonly onBegin: (wish: RestoreWish) => void;
}

function OtherWays({ finding, wish, onBegin }: OtherWaysProps): ReactNode {
  const said = useSaid(restore);
  const isInTheWay = finding.id === 'original-runs' || finding.id === 'name-taken';
  if (!isInTheWay || wish.isClone) return null;
  return (
    <div className="actions">
      <button type="button" onClick={() => onBegin({ ...wish, isClone: true })}>
        {said.asClone}
      </button>
      <button type="button" className="dangerous" onClick={() => onBegin({ ...wish, isReplacing: true })}>
        {said.makeWay}
      </button>
    </div>
  );
}
