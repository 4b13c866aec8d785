/** Care of the store: read it back, free room, make its index anew; one at a time. */
import type { ReactNode } from 'react';
import type { Output } from '../../../shared/contract.ts';
import { type Doing, useDoing } from '../../components/doing.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Mark } from '../../components/mark.tsx';
import { useFormat, useSaid, useWords } from '../../i18n/language.tsx';
import { store } from '../../i18n/store.ts';

export function StoreCare({ onDone }: { readonly onDone: () => void }): ReactNode {
  const said = useSaid(store);
  const words = useWords();
  const { bytes } = useFormat();
  const verifying = useDoing('backups.verify');
  const pruning = useDoing('backups.prune');
  const rebuilding = useDoing('backups.rebuildIndex');
  const deeds = [verifying, pruning, rebuilding];
  const isBusy = deeds.some(({ isUnderWay }) => isUnderWay);
  const error = deeds.find((each) => each.error !== undefined)?.error;
  const begin = async (deed: () => Promise<unknown>): Promise<void> => {
    for (const each of deeds) each.forget();
    await deed();
    onDone();
  };
  return (
    <>
      <h3>{said.care}</h3>
      <div className="actions">
        <button type="button" disabled={isBusy} onClick={() => void begin(() => verifying.begin({}))}>
          {said.verify}
        </button>
        <button type="button" disabled={isBusy} onClick={() => void begin(() => pruning.begin({}))}>
          {said.prune}
        </button>
        <button type="button" disabled={isBusy} onClick={() => void begin(() => rebuilding.begin({}))}>
          {said.rebuild}
        </button>
      </div>
      <p className="hint">{said.verifyMeans}</p>
      {verifying.isUnderWay && <Verifying verifying={verifying} />}
      {error !== undefined && error.code !== 'cancelled' && <ErrorNotice error={error} />}
      <div role="status">
        {(pruning.isUnderWay || rebuilding.isUnderWay) && <p>{said.working}</p>}
        {verifying.output !== undefined && <Verified verified={verifying.output} />}
        {pruning.output !== undefined && <p>{said.pruned(bytes(pruning.output.freedBytes))}</p>}
        {rebuilding.output !== undefined && (
          <>
            <p>{said.rebuilt(rebuilding.output.points)}</p>
            <ul>
              {rebuilding.output.damages.map((damage) => (
                <li key={words(damage)}>{words(damage)}</li>
              ))}
            </ul>
          </>
        )}
      </div>
    </>
  );
}

function Verifying({ verifying }: { readonly verifying: Doing<'backups.verify'> }): ReactNode {
  const said = useSaid(store);
  const format = useFormat();
  const { event, isStopping } = verifying;
  const { bytes, totalBytes } = event?.event === 'verify.progress' ? event : { bytes: 0, totalBytes: 0 };
  return (
    <>
      <progress aria-label={said.verify} value={bytes} max={Math.max(totalBytes, 1)} />
      <p>{said.verifying(format.bytes(bytes), format.bytes(totalBytes))}</p>
      <button type="button" onClick={verifying.cancel} disabled={isStopping}>
        {said.cancel}
      </button>
    </>
  );
}

function Verified({ verified }: { readonly verified: Output<'backups.verify'> }): ReactNode {
  const said = useSaid(store);
  const format = useFormat();
  const { bytes, damages } = verified;
  if (damages.length === 0) return <p>{said.isWhole(format.bytes(bytes))}</p>;
  return (
    <>
      <p>{said.isDamaged(damages.length)}</p>
      <ul>
        {damages.map(({ blob, part, problem, affects, isRepaired }) => (
          <li key={blob}>
            {said[part]} {said[problem]}; {said.affects(format.list(affects))}{' '}
            {isRepaired && <Mark severity="ok">{said.repaired}</Mark>}
          </li>
        ))}
      </ul>
    </>
  );
}
