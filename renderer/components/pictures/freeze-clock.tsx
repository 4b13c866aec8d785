/** How long the container stands still, or stood still: it ticks while it does. */
import { type ReactNode, useEffect, useState } from 'react';
import type { Range } from '../../../shared/model.ts';
import { useFormat, useSaid } from '../../i18n/language.tsx';
import { runWords } from '../../i18n/run.ts';
import type { FreezeClock as Clock } from '../../state/freeze-clock.ts';
import './pictures.css';

const tickEveryMs = 100;

interface FreezeClockProps {
  readonly clock: Clock;
  readonly expected: Range | undefined;
}

export function FreezeClock({ clock, expected }: FreezeClockProps): ReactNode {
  const said = useSaid(runWords);
  const format = useFormat();
  const { duration } = format;
  return (
    <section className={`card freeze-${clock.kind}`} aria-label={said.freezeClock}>
      <h2>{said.freezeClock}</h2>
      <ClockFace clock={clock} />
      {expected !== undefined && clock.kind !== 'taken-back' && (
        <p className="hint">
          {said.expected(duration(expected.likely), duration(expected.low), duration(expected.high))}
        </p>
      )}
    </section>
  );
}

function ClockFace({ clock }: { readonly clock: Clock }): ReactNode {
  const said = useSaid(runWords);
  const format = useFormat();
  switch (clock.kind) {
    case 'none':
      return <p>{said.freezeNotYet}</p>;
    case 'ticking':
      return (
        <p>
          {said.freezeTicking} <Ticking since={clock.since} />
        </p>
      );
    case 'ended':
      return (
        <p>
          {said.freezeEnded} <strong className="clock-figure">{format.duration(clock.ms)}</strong>
        </p>
      );
    case 'taken-back':
      return <p>{said.freezeTakenBack}</p>;
    case 'unknown':
      return <p>{said.freezeUnknown(format.dateTime(clock.since))}</p>;
  }
}

function Ticking({ since }: { readonly since: string }): ReactNode {
  const format = useFormat();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), tickEveryMs);
    return () => clearInterval(timer);
  }, []);
  return (
    <strong className="clock-figure" role="timer" aria-live="off">
      {format.duration(Math.max(0, now - Date.parse(since)))}
    </strong>
  );
}
