/** Adds a host in three steps: where it is, whether it is that box, and whether it is ready for a move. */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import { useDoing } from '../../components/doing.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Screen } from '../../components/screen.tsx';
import { hosts } from '../../i18n/hosts.ts';
import { useSaid } from '../../i18n/language.tsx';
import { refreshHosts } from '../../state/hosts.ts';
import { CompareStep } from './compare-step.tsx';
import { HostChecks } from './host-checks.tsx';
import { emptyHostForm, type HostForm, hostFrom, nameOf } from './host-form.ts';
import { PlaceStep } from './place-step.tsx';
import './hosts.css';

const steps = ['stepPlace', 'stepCompare', 'stepCheck'] as const;
type Step = (typeof steps)[number];

export function AddHostScreen(): ReactNode {
  const said = useSaid(hosts);
  const [form, setForm] = useState<HostForm>(emptyHostForm);
  const [step, setStep] = useState<Step>('stepPlace');
  const key = useDoing('hosts.key');
  const adding = useDoing('hosts.add');
  useEffect(() => void refreshHosts(), []);
  const fetchKey = async ({ address, port, jump }: HostForm): Promise<void> => {
    const asked = { address, port: Number(port), ...(jump === '' ? {} : { jump }) };
    if ((await key.begin(asked)) !== undefined) setStep('stepCompare');
  };
  const add = async (hostKey: string): Promise<void> => {
    if ((await adding.begin(hostFrom(form, hostKey))) === undefined) return;
    await refreshHosts();
    setStep('stepCheck');
  };
  const toPlace = (): void => {
    adding.forget();
    key.forget();
    setStep('stepPlace');
  };
  return (
    <Screen title={said.addTitle}>
      <Stepper step={step} />
      <StepHeading key={step} title={said[step]} />
      {step === 'stepPlace' && (
        <>
          {key.error !== undefined && <ErrorNotice error={key.error} />}
          <PlaceStep
            form={form}
            onChange={setForm}
            isFetching={key.isUnderWay}
            onDone={(whole) => void fetchKey(whole)}
          />
        </>
      )}
      {step === 'stepCompare' && key.output !== undefined && (
        <>
          {adding.error !== undefined && <ErrorNotice error={adding.error} />}
          <CompareStep
            address={`${form.address}:${form.port}`}
            hostKey={key.output}
            isAdding={adding.isUnderWay}
            onAgree={() => void add(key.output?.fingerprint ?? '')}
            onBack={toPlace}
          />
        </>
      )}
      {step === 'stepCheck' && (
        <>
          <p>{said.added(nameOf(form))}</p>
          <HostChecks host={nameOf(form)} atOnce />
          <div className="actions hosts-next">
            <Link className="button primary" href="/">
              {said.toStation}
            </Link>
            <button
              type="button"
              onClick={() => {
                setForm(emptyHostForm);
                toPlace();
              }}
            >
              {said.addAnother}
            </button>
          </div>
        </>
      )}
    </Screen>
  );
}

function Stepper({ step }: { readonly step: Step }): ReactNode {
  const said = useSaid(hosts);
  return (
    <ol className="hosts-steps" aria-label={said.steps}>
      {steps.map((each) => (
        <li key={each} aria-current={each === step ? 'step' : undefined}>
          {said[each]}
        </li>
      ))}
    </ol>
  );
}

/** Takes the focus when its step is shown; when the screen is, the screen's own heading does. */
function StepHeading({ title }: { readonly title: string }): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <h2 ref={heading} tabIndex={-1}>
      {title}
    </h2>
  );
}
