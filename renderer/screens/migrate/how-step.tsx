/** Third: how it is moved. What is set already suits most. */
import { type ReactNode, useId, useState } from 'react';
import { askedRoute } from '../../../shared/model.ts';
import { migrate } from '../../i18n/migrate.ts';
import { useSaid } from '../../i18n/language.tsx';
import { answer, type Answers, type StepProps, useAnswers } from '../../state/wizard.ts';
import { WizardStep } from './wizard-step.tsx';

/** As the contract bounds them. */
const bounds = { maxRounds: [0, 30], maxFreezeSeconds: [1, 86_400] } as const;

export function HowStep({ from, container, onStep }: StepProps): ReactNode {
  const said = useSaid(migrate);
  const { how } = useAnswers({ from, container });
  const [wrong, setWrong] = useState<ReadonlySet<string>>(new Set());
  const change = (changed: Partial<Answers['how']>): void =>
    answer({ from, container }, { how: { ...how, ...changed } });
  const numberField = (key: keyof typeof bounds, label: string, means: string): ReactNode => (
    <NumberField
      label={label}
      means={means}
      bounds={bounds[key]}
      value={how[key]}
      onValue={(value) => {
        setWrong((before) => changedSet(before, key, value === undefined));
        if (value !== undefined) change({ [key]: value });
      }}
    />
  );
  const actions = (
    <>
      <button type="button" onClick={() => onStep('where')}>
        {said.back}
      </button>
      <button type="button" className="primary" disabled={wrong.size > 0} onClick={() => onStep('review')}>
        {said.next}
      </button>
    </>
  );
  return (
    <WizardStep step="how" actions={actions}>
      <Choice
        label={said.keepSource(from)}
        means={said.keepSourceMeans}
        isChosen={how.keepSource}
        onChosen={(keepSource) => change({ keepSource })}
      />
      <Choice
        label={said.useStore}
        means={said.useStoreMeans(from)}
        isChosen={how.useStore}
        onChosen={(useStore) => change({ useStore })}
      />
      <Choice
        label={said.rehearse}
        means={said.rehearseMeans}
        isChosen={how.rehearse}
        onChosen={(rehearse) => change({ rehearse })}
      />
      <details>
        <summary>{said.advanced}</summary>
        <fieldset>
          <legend>{said.route}</legend>
          {askedRoute.options.map((route) => (
            <label key={route} className="inline">
              <input
                type="radio"
                name="route"
                checked={how.route === route}
                onChange={() => change({ route })}
              />
              {said[route]}
            </label>
          ))}
        </fieldset>
        {numberField('maxRounds', said.maxRounds, said.maxRoundsMeans)}
        {numberField('maxFreezeSeconds', said.maxFreeze, said.maxFreezeMeans)}
      </details>
    </WizardStep>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly means: string;
  readonly isChosen: boolean;
  readonly onChosen: (isChosen: boolean) => void;
}

function Choice({ label, means, isChosen, onChosen }: ChoiceProps): ReactNode {
  const hint = useId();
  return (
    <div className="wizard-choice">
      <label className="inline">
        <input
          type="checkbox"
          aria-describedby={hint}
          checked={isChosen}
          onChange={(event) => onChosen(event.target.checked)}
        />
        {label}
      </label>
      <p id={hint} className="hint">
        {means}
      </p>
    </div>
  );
}

interface NumberFieldProps {
  readonly label: string;
  readonly means: string;
  readonly bounds: readonly [least: number, most: number];
  readonly value: number;
  /** Undefined for what is no such number. */
  readonly onValue: (value: number | undefined) => void;
}

function NumberField({ label, means, bounds: [least, most], value, onValue }: NumberFieldProps): ReactNode {
  const said = useSaid(migrate);
  const hint = useId();
  const [typed, setTyped] = useState(String(value));
  const isWrong = numberIn(typed, least, most) === undefined;
  return (
    <>
      <label>
        {label}
        <input
          inputMode="numeric"
          value={typed}
          aria-describedby={hint}
          aria-invalid={isWrong}
          onChange={(event) => {
            setTyped(event.target.value);
            onValue(numberIn(event.target.value, least, most));
          }}
        />
      </label>
      <div id={hint}>
        <p className="hint">{means}</p>
        {isWrong && <p role="alert">{said.badNumber(least, most)}</p>}
      </div>
    </>
  );
}

function numberIn(text: string, least: number, most: number): number | undefined {
  const value = Number(text);
  return /^\d+$/.test(text.trim()) && value >= least && value <= most ? value : undefined;
}

function changedSet(before: ReadonlySet<string>, key: string, isIn: boolean): ReadonlySet<string> {
  const after = new Set(before);
  if (isIn) after.add(key);
  else after.delete(key);
  return after;
}
