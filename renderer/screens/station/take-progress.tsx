/** How a restore point goes, whoever asked for it, and what came of one that was asked for here. */
import type { ReactNode } from 'react';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { frame } from '../../i18n/frame.ts';
import { useFormat, useSaid, useWords } from '../../i18n/language.tsx';
import { takes } from '../../i18n/takes.ts';
import { containerKey } from '../../state/container-key.ts';
import { cancelTake, forgetTake, useTakes } from '../../state/takes.ts';
import type { Take } from '../../state/takes-of-others.ts';

interface TakeProgressProps {
  readonly host: string;
  readonly container: string;
}

export function TakeProgress({ host, container }: TakeProgressProps): ReactNode {
  const said = useSaid(takes);
  const { close } = useSaid(frame);
  const take = useTakes((all) => all[containerKey(host, container)]);
  if (take === undefined) return null;
  if (take.isUnderWay) return <UnderWay take={take} onCancel={() => cancelTake(host, container)} />;
  const isCancelled = take.error?.code === 'cancelled';
  return (
    <div className="station-take">
      {take.error !== undefined && !isCancelled && <ErrorNotice error={take.error} />}
      <div role="status">
        {isCancelled && <p>{said.stopped}</p>}
        {take.taken !== undefined && <Taken taken={take.taken} />}
      </div>
      <button type="button" onClick={() => forgetTake(host, container)}>
        {close}
      </button>
    </div>
  );
}

function UnderWay({ take, onCancel }: { readonly take: Take; readonly onCancel: () => void }): ReactNode {
  const said = useSaid(takes);
  const { bytes } = useFormat();
  const { progress, isOurs, isStopping } = take;
  const phase = progress === undefined ? said.starting : said[progress.phase];
  return (
    <div className="station-take">
      <progress aria-label={phase} />
      {/* The phase alone is announced; the bytes are there for whoever looks. */}
      <p role="status" className="visually-hidden">
        {isStopping ? said.stopping : phase}
      </p>
      <p aria-hidden="true">
        {isStopping ? said.stopping : said.underWay(phase, bytes(progress?.wireBytes ?? 0))}
      </p>
      {isOurs ? (
        <button type="button" onClick={onCancel} disabled={isStopping}>
          {said.cancel}
        </button>
      ) : (
        <p className="hint">{said.elsewhere}</p>
      )}
    </div>
  );
}

function Taken({ taken }: { readonly taken: NonNullable<Take['taken']> }): ReactNode {
  const said = useSaid(takes);
  const words = useWords();
  const { bytes, duration, list } = useFormat();
  const { name, pausedMs, addedBytes, withoutMemory, leftOut } = taken;
  return (
    <>
      <p>{said.taken(name, duration(pausedMs), bytes(addedBytes))}</p>
      {withoutMemory !== undefined && <p>{said.withoutMemory(words(withoutMemory))}</p>}
      {leftOut.length > 0 && <p>{said.leftOut(list(leftOut))}</p>}
    </>
  );
}
