/** What checks have found, errors first: how bad, what was measured, what is needed, and what to do. */
import type { ReactNode } from 'react';
import { Fact } from './fact.tsx';
import { TerminalCommands, Told } from './remedies/told.tsx';
import type { Finding, Severity } from '../../shared/model.ts';
import { inLanguage } from '../../shared/words.ts';
import { frame } from '../i18n/frame.ts';
import { useSaid, useWords } from '../i18n/language.tsx';

const order: readonly Severity[] = ['error', 'warning', 'info', 'ok'];
const signs = { error: '✕', warning: '!', info: 'i', ok: '✓' } as const satisfies Record<Severity, string>;

interface FindingListProps {
  readonly findings: readonly Finding[];
  /** What can be done about one, beside it. */
  readonly actions?: (finding: Finding) => ReactNode;
}

export function FindingList({ findings, actions }: FindingListProps): ReactNode {
  const sorted = findings.toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
  return (
    <ul className="findings">
      {sorted.map((finding) => (
        <FindingItem key={keyOf(finding)} finding={finding} actions={actions} />
      ))}
    </ul>
  );
}

/** A host may have several of one kind, each of another thing. */
const keyOf = ({ id, host = '', measured, text }: Finding): string =>
  `${id} ${host} ${inLanguage(measured ?? text, 'en')}`;

function FindingItem({
  finding,
  actions,
}: {
  readonly finding: Finding;
  readonly actions: FindingListProps['actions'];
}): ReactNode {
  const said = useSaid(frame);
  const words = useWords();
  const { severity, text, measured, needed, remedy, host } = finding;
  return (
    <li className={`finding finding-${severity}`}>
      <p>
        <Badge severity={severity} /> {host !== undefined && <strong>{said.follows(host)}</strong>}
        {words(text)}
      </p>
      <dl>
        {measured !== undefined && <Fact name={said.measured} value={words(measured)} />}
        {needed !== undefined && <Fact name={said.needed} value={words(needed)} />}
        {remedy !== undefined && <Fact name={said.whatNow} value={<Told words={remedy} />} />}
      </dl>
      <TerminalCommands words={[remedy]} />
      {actions?.(finding)}
    </li>
  );
}

export function Badge({ severity }: { readonly severity: Severity }): ReactNode {
  const said = useSaid(frame);
  return (
    <span className={`badge badge-${severity}`}>
      <span aria-hidden="true">{signs[severity]}</span> {said[severity]}
    </span>
  );
}
