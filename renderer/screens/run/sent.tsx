/** What a run under way has sent, how fast, and how long it will take yet, where that can be told. */
import { type ReactNode, useEffect, useState } from 'react';
import { useFormat, useSaid } from '../../i18n/language.tsx';
import { runWords } from '../../i18n/run.ts';
import { type RunSight, sumOf } from '../../state/follow-run.ts';

/** A rate that is older says nothing of now. */
const rateHoldsMs = 2500;

export function Sent({ sight }: { readonly sight: RunSight }): ReactNode {
  const said = useSaid(runWords);
  const format = useFormat();
  const { report, bytesSent = report?.bytesSent, fromStore = report?.fromStore } = sight;
  const { timeLeftMs, isCarriedOutHere } = sight;
  if (bytesSent === undefined || report === undefined) return null;
  const sent = sumOf(bytesSent);
  const { image = 0, files = 0, memory = 0 } = fromStore ?? {};
  const given = image + files + memory;
  return (
    <section className="card" aria-label={said.sent}>
      <h2>{said.sent}</h2>
      <p>
        <strong className="clock-figure">{format.bytes(sent)}</strong>
      </p>
      {given > 0 && <p>{said.givenByLaptop(format.bytes(given))}</p>}
      {sight.bytesInPhase !== undefined && sight.bytesInPhase < sent && (
        <p>{said.inThisPhase(format.bytes(sight.bytesInPhase))}</p>
      )}
      <RateNow sight={sight} />
      {report.outcome === null && isCarriedOutHere && (
        <p className="hint">
          {timeLeftMs === undefined ? said.timeLeftUnknown : said.timeLeft(roughly(timeLeftMs, format))}
        </p>
      )}
    </section>
  );
}

function RateNow({ sight: { rates, countedAtMs, report } }: { readonly sight: RunSight }): ReactNode {
  const said = useSaid(runWords);
  const format = useFormat();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const last = rates.at(-1);
  if (last === undefined || countedAtMs === undefined || report?.outcome !== null) return null;
  const rate = now - countedAtMs > rateHoldsMs ? 0 : last.bytesPerSecond;
  return <p>{said.rateNow(format.rate(rate))}</p>;
}

/** In tens of seconds, and minutes from ten on: it is an estimate. */
function roughly(ms: number, format: ReturnType<typeof useFormat>): string {
  const step = ms < 600_000 ? 10_000 : 60_000;
  return format.duration(Math.max(step, Math.round(ms / step) * step));
}
