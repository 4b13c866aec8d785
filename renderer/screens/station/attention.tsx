/** What needs a person, before everything else: runs that wait for a decision, and hosts that show signs that they fail. */
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useSaid } from '../../i18n/language.tsx';
import { station } from '../../i18n/station.ts';
import type { HostsState } from '../../state/hosts.ts';
import type { OpenRun } from '../../state/open-runs.ts';

interface AttentionProps {
  readonly runs: readonly OpenRun[];
  readonly sights: HostsState['sights'];
}

export function Attention({ runs, sights }: AttentionProps): ReactNode {
  const said = useSaid(station);
  const waiting = runs.filter(({ state }) => state === 'attention');
  const failing = Object.values(sights).filter(({ health }) => (health?.signs.length ?? 0) > 0);
  if (waiting.length + failing.length === 0) return null;
  return (
    <section className="notice notice-error" aria-labelledby="station-attention">
      <h2 id="station-attention">{said.attention}</h2>
      <ul>
        {waiting.map(({ run, container, from, to }) => (
          <li key={run}>
            <Link href={`/runs/${run}`}>{said.runNeedsYou(run, container, from, to)}</Link>
          </li>
        ))}
        {failing.map(({ host }) => (
          <li key={host}>
            <Link href={`/hosts/${host}`}>{said.hostFails(host)}</Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
