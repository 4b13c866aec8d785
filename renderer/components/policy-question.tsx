/** Sets, changes or ends the policy of a container. */
import { type FormEvent, type ReactNode, useState } from 'react';
import { asShiplockError, type ShiplockError } from '../../shared/errors.ts';
import { frame } from '../i18n/frame.ts';
import { useSaid } from '../i18n/language.tsx';
import { policies } from '../i18n/policies.ts';
import { endPolicy, type Policy, setPolicy } from '../state/policies.ts';
import { ErrorNotice } from './error-notice.tsx';
import { Modal } from './modal.tsx';
import { type SpanUnit, spanUnits, splitSpan } from './policy-span.ts';
import './policy-question.css';

interface PolicyQuestionProps {
  readonly host: string;
  readonly container: string;
  /** As it is now, if there is one. */
  readonly policy: Policy | undefined;
  readonly onClose: () => void;
}

/** As the contract has it where nothing is given. */
const usual = { everySeconds: 21_600, keep: 12, maxLoad: 0.5, maxStallPercent: 20, maxTraffic: 1_000_000 };

export function PolicyQuestion({ host, container, policy, onClose }: PolicyQuestionProps): ReactNode {
  const said = useSaid(policies);
  const { cancel } = useSaid(frame);
  const [values, setValues] = useState(() => formOf(policy ?? usual));
  const [error, setError] = useState<ShiplockError>();
  const change = (changed: Partial<PolicyForm>): void => setValues((before) => ({ ...before, ...changed }));
  const carryOut = (deed: Promise<void>): void => {
    deed.then(onClose, (thrown: unknown) => setError(asShiplockError(thrown)));
  };
  const save = (event: FormEvent): void => {
    event.preventDefault();
    carryOut(setPolicy({ host, container, ...policyFrom(values) }));
  };
  return (
    <Modal title={said.title(container, host)} onClose={onClose}>
      <form onSubmit={save}>
        <p>{said.means}</p>
        <div className="policy-span">
          <Figure name={said.every} value={values.every} min={1} onChange={(every) => change({ every })} />
          <label>
            {said.unit}
            <select
              value={values.unit}
              onChange={(event) => change({ unit: event.target.value as SpanUnit })}
            >
              {(Object.keys(spanUnits) as SpanUnit[]).map((unit) => (
                <option key={unit} value={unit}>
                  {said[unit]}
                </option>
              ))}
            </select>
          </label>
        </div>
        <Figure name={said.keep} value={values.keep} min={1} onChange={(keep) => change({ keep })} />
        <p className="hint">{said.keepHint}</p>
        <details>
          <summary>{said.idle}</summary>
          <Figure name={said.maxLoad} value={values.load} step="any" onChange={(load) => change({ load })} />
          <Figure name={said.maxStall} value={values.stall} onChange={(stall) => change({ stall })} />
          <Figure
            name={said.maxTraffic}
            value={values.traffic}
            step="any"
            onChange={(traffic) => change({ traffic })}
          />
        </details>
        {error !== undefined && <ErrorNotice error={error} />}
        <div className="actions">
          <button type="button" onClick={onClose}>
            {cancel}
          </button>
          <button type="submit" className="primary">
            {said.save}
          </button>
          {policy !== undefined && (
            <button type="button" className="dangerous" onClick={() => carryOut(endPolicy(host, container))}>
              {said.end}
            </button>
          )}
        </div>
        {policy !== undefined && <p className="hint">{said.endMeans}</p>}
      </form>
    </Modal>
  );
}

/** As typed. */
interface PolicyForm {
  readonly every: string;
  readonly unit: SpanUnit;
  readonly keep: string;
  readonly load: string;
  readonly stall: string;
  readonly traffic: string;
}

function formOf({ everySeconds, keep, maxLoad, maxStallPercent, maxTraffic }: typeof usual): PolicyForm {
  const { count, unit } = splitSpan(everySeconds);
  return {
    every: String(count),
    unit,
    keep: String(keep),
    load: String(maxLoad),
    stall: String(maxStallPercent),
    traffic: String(maxTraffic / 1000),
  };
}

const policyFrom = ({ every, unit, keep, load, stall, traffic }: PolicyForm): typeof usual => ({
  everySeconds: Number(every) * spanUnits[unit],
  keep: Number(keep),
  maxLoad: Number(load),
  maxStallPercent: Number(stall),
  maxTraffic: Number(traffic) * 1000,
});

interface FigureProps {
  readonly name: string;
  readonly value: string;
  readonly min?: number;
  readonly step?: number | 'any';
  readonly onChange: (value: string) => void;
}

const Figure = ({ name, value, min = 0, step = 1, onChange }: FigureProps): ReactNode => (
  <label>
    {name}
    <input
      type="number"
      required
      min={min}
      step={step}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  </label>
);
