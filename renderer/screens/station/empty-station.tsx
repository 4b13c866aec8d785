/** A station without hosts: what to do first. */
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useSaid } from '../../i18n/language.tsx';
import { station } from '../../i18n/station.ts';

export function EmptyStation(): ReactNode {
  const said = useSaid(station);
  return (
    <section className="card">
      <h2>{said.emptyTitle}</h2>
      <p>{said.emptyText}</p>
      <ol>
        <li>{said.emptyFirst}</li>
        <li>{said.emptySecond}</li>
        <li>{said.emptyThird}</li>
      </ol>
      <Link className="button primary" href="/hosts/add">
        {said.addHost}
      </Link>
    </section>
  );
}
