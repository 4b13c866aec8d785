/** The wizard that makes a move ready, in five steps. What was answered stays, wherever one goes. */
import type { ReactNode } from 'react';
import { Screen } from '../../components/screen.tsx';
import { migrate } from '../../i18n/migrate.ts';
import { useSaid } from '../../i18n/language.tsx';
import { answer, type Moved, type StepProps, useAnswers, type WizardStep } from '../../state/wizard.ts';
import { HowStep } from './how-step.tsx';
import { ReviewStep } from './review-step.tsx';
import { StartStep } from './start-step.tsx';
import { Stepper } from './stepper.tsx';
import { WhatStep } from './what-step.tsx';
import { WhereStep } from './where-step.tsx';
import './migrate.css';

const steps: Readonly<Record<WizardStep, (props: StepProps) => ReactNode>> = {
  what: WhatStep,
  where: WhereStep,
  how: HowStep,
  review: ReviewStep,
  run: StartStep,
};

export function MigrateScreen({ from, container }: Moved): ReactNode {
  const said = useSaid(migrate);
  const { step } = useAnswers({ from, container });
  const onStep = (next: WizardStep): void => answer({ from, container }, { step: next });
  const Step = steps[step];
  return (
    <Screen title={said.title(container)}>
      <Stepper now={step} onStep={onStep} />
      <Step key={step} from={from} container={container} onStep={onStep} />
    </Screen>
  );
}
