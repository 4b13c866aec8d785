/** Where one is in the wizard. What lies behind can be gone back to. */
import type { ReactNode } from 'react';
import { migrate } from '../../i18n/migrate.ts';
import { useSaid } from '../../i18n/language.tsx';
import { type WizardStep, wizardSteps } from '../../state/wizard.ts';

interface StepperProps {
  readonly now: WizardStep;
  readonly onStep: (step: WizardStep) => void;
}

export function Stepper({ now, onStep }: StepperProps): ReactNode {
  const said = useSaid(migrate);
  const position = wizardSteps.indexOf(now);
  return (
    <ol className="wizard-stepper" aria-label={said.stepsOfWizard}>
      {wizardSteps.map((step, index) => (
        <li key={step} aria-current={step === now ? 'step' : undefined}>
          {index < position && now !== 'run' ? (
            <button type="button" onClick={() => onStep(step)}>
              {index + 1}. {said[step]}
            </button>
          ) : (
            <span>
              {index + 1}. {said[step]}
            </span>
          )}
        </li>
      ))}
    </ol>
  );
}
