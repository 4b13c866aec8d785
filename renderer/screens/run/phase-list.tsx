/** How far a run is: its phases, and the steps of each. */
import { type ReactNode, useEffect, useState } from 'react';
import type { RunReport, Step } from '../../../shared/model.ts';
import { useFormat, useLanguage, useSaid } from '../../i18n/language.tsx';
import { runWords } from '../../i18n/run.ts';
import { nameOfStep, phaseNames, phaseStates, stepStates } from '../../i18n/steps.ts';
import { type Phase, type PhaseState, phasesOf } from '../../state/run-phases.ts';

const signs = {
  waiting: '○',
  running: '▶',
  done: '✓',
  failed: '✕',
  undoing: '↩',
  undone: '↩',
  unfinished: '!',
} as const satisfies Record<PhaseState, string>;

export function PhaseList({ report }: { readonly report: RunReport }): ReactNode {
  const said = useSaid(runWords);
  const kind = report.restorePoint === undefined ? 'move' : 'restore';
  return (
    <section className="card">
      <h2>{said.progress}</h2>
      <ol className="run-phases">
        {phasesOf(report).map((phase) => (
          <PhaseItem key={phase.name} phase={phase} kind={kind} />
        ))}
      </ol>
    </section>
  );
}

interface PhaseItemProps {
  readonly phase: Phase;
  readonly kind: 'move' | 'restore';
}

function PhaseItem({ phase, kind }: PhaseItemProps): ReactNode {
  const names = useSaid(phaseNames);
  const states = useSaid(phaseStates);
  const { name, state, steps } = phase;
  const isNow = state === 'running' || state === 'undoing';
  const heading = (
    <>
      <span className="run-phase-sign" aria-hidden="true">
        {signs[state]}
      </span>
      <span className="run-phase-name">{names[name]}</span>
      <span>{states[state]}</span>
      <PhaseTime phase={phase} />
    </>
  );
  return (
    <li className={`run-phase run-phase-${state}`} aria-current={isNow ? 'step' : undefined}>
      {steps.length === 0 ? (
        <div className="run-phase-heading">{heading}</div>
      ) : (
        <details>
          <summary className="run-phase-heading">{heading}</summary>
          <StepTable steps={steps} kind={kind} />
        </details>
      )}
    </li>
  );
}

function PhaseTime({ phase: { state, ms, startedAt } }: { readonly phase: Phase }): ReactNode {
  const format = useFormat();
  if (ms !== undefined) return <span className="figure">{format.duration(ms)}</span>;
  return state === 'running' && startedAt !== undefined ? <Elapsed since={startedAt} /> : null;
}

function Elapsed({ since }: { readonly since: string }): ReactNode {
  const format = useFormat();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.floor(Math.max(0, now - Date.parse(since)) / 1000);
  return <span className="figure">{format.duration(seconds * 1000)}</span>;
}

function StepTable({
  steps,
  kind,
}: {
  readonly steps: readonly Step[];
  readonly kind: 'move' | 'restore';
}): ReactNode {
  const said = useSaid(runWords);
  const states = useSaid(stepStates);
  const language = useLanguage();
  const format = useFormat();
  return (
    <table>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">{said.steps}</th>
          <th scope="col">{said.state}</th>
          <th scope="col">{said.time}</th>
        </tr>
      </thead>
      <tbody>
        {steps.map(({ name, state, ms }) => (
          <tr key={name}>
            <th scope="row">{nameOfStep(name, kind, language)}</th>
            <td>{states[state]}</td>
            <td className="figure">{ms === undefined ? '' : format.duration(ms)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
