/** A step of the wizard: its heading takes the focus when one comes to it, and what leads on stays in sight. */
import { type ReactNode, useEffect, useRef } from 'react';
import { migrate } from '../../i18n/migrate.ts';
import { useSaid } from '../../i18n/language.tsx';
import { type WizardStep as StepName, wizardSteps } from '../../state/wizard.ts';

interface WizardStepProps {
  readonly step: StepName;
  /** Back, and on. */
  readonly actions: ReactNode;
  /** Something else in it takes the focus. */
  readonly keepsFocus?: boolean;
  readonly children: ReactNode;
}

export function WizardStep({ step, actions, keepsFocus = false, children }: WizardStepProps): ReactNode {
  const said = useSaid(migrate);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!keepsFocus) heading.current?.focus();
  }, [keepsFocus]);
  return (
    <section className="wizard-step" aria-labelledby="wizard-step">
      <h2 id="wizard-step" ref={heading} tabIndex={-1}>
        {said.stepOf(wizardSteps.indexOf(step) + 1, wizardSteps.length, said[step])}
      </h2>
      {children}
      <div className="actions wizard-actions">{actions}</div>
    </section>
  );
}
