/** What the checks have found for a move: errors first, each with its remedy; warnings are accepted one by one. */
import { type ReactNode, useState } from 'react';
import type { Finding, Plan } from '../../../shared/model.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { FindingList } from '../../components/finding-list.tsx';
import { FixQuestion } from '../../components/fix-question.tsx';
import { fixes } from '../../i18n/fixes.ts';
import { migrate } from '../../i18n/migrate.ts';
import { useSaid } from '../../i18n/language.tsx';
import { answer, type Moved, toAccept, useAnswers } from '../../state/wizard.ts';
import type { Planning } from './use-plan.ts';

interface ChecksProps extends Moved {
  readonly to: string;
  /** What is known of the move as it is answered for now; what was found before is shown until there is something newer. */
  readonly plan: Plan | undefined;
  readonly planning: Planning;
}

export function Checks({ from, container, to, plan, planning }: ChecksProps): ReactNode {
  const said = useSaid(migrate);
  const { how } = useAnswers({ from, container });
  const { error, isPlanning, isStopped, checked, begin, stop, lastPlan } = planning;
  const shown = plan ?? lastPlan;
  const [fixed, setFixed] = useState<Finding>();
  const progress = how.rehearse ? said.rehearsing(checked) : said.checking(checked);
  return (
    <section>
      <p className="hint">{said.checkMeans}</p>
      {isPlanning && (
        <div className="wizard-checking">
          <progress aria-label={progress} />
          <p aria-hidden="true">{progress}</p>
          <button type="button" onClick={stop}>
            {said.stop}
          </button>
        </div>
      )}
      <div role="status">
        {/* Each check would be too much to be read out. */}
        {isPlanning && <p className="visually-hidden">{said.checkMeans}</p>}
        {!isPlanning && plan !== undefined && (
          <p>
            <strong>{verdict(plan, said)}</strong>
          </p>
        )}
      </div>
      {error !== undefined && <ErrorNotice error={error} onAgain={begin} />}
      {/* Also while it is checked anew: whoever has just answered there keeps their place. */}
      {shown !== undefined && <Findings plan={shown} from={from} container={container} onFix={setFixed} />}
      {!isPlanning && (plan !== undefined || isStopped) && (
        <button type="button" onClick={begin}>
          {said.checkAgain}
        </button>
      )}
      {fixed !== undefined && (
        <FixQuestion
          finding={fixed}
          of={{ container, from, to }}
          onClose={(isTried) => {
            setFixed(undefined);
            if (isTried) begin();
          }}
        />
      )}
    </section>
  );
}

interface FindingsProps extends Moved {
  readonly plan: Plan;
  readonly onFix: (finding: Finding) => void;
}

function Findings({ plan, from, container, onFix }: FindingsProps): ReactNode {
  const said = useSaid(migrate);
  // Apart, so that leave to replace it stays where it was given, under the same focus, whatever else is found.
  const replaceable = plan.findings.filter(({ id }) => id === 'data-there');
  const rest = plan.findings.filter((finding) => !replaceable.includes(finding));
  const standing = rest.filter(({ severity }) => severity === 'error' || severity === 'warning');
  const others = rest.filter((finding) => !standing.includes(finding));
  const actions = (finding: Finding): ReactNode => (
    <FindingActions from={from} container={container} finding={finding} to={plan.to} onFix={onFix} />
  );
  return (
    <>
      {replaceable.length > 0 && <FindingList findings={replaceable} actions={actions} />}
      {standing.length > 0 && <FindingList findings={standing} actions={actions} />}
      {others.length > 0 && (
        <details>
          <summary>{said.otherFindings(others.length)}</summary>
          <FindingList findings={others} actions={actions} />
        </details>
      )}
    </>
  );
}

interface FindingActionsProps extends Moved {
  readonly finding: Finding;
  readonly to: string;
  readonly onFix: (finding: Finding) => void;
}

function FindingActions({ from, container, finding, to, onFix }: FindingActionsProps): ReactNode {
  const said = useSaid(migrate);
  const { mend } = useSaid(fixes);
  const { accept, how } = useAnswers({ from, container });
  const { id, severity, fixable } = finding;
  const isAccepted = accept.includes(id);
  return (
    <div className="actions">
      {fixable && severity !== 'ok' && (
        <button type="button" onClick={() => onFix(finding)}>
          {mend}
        </button>
      )}
      {severity === 'warning' && (
        <label className="inline">
          <input
            type="checkbox"
            checked={isAccepted}
            onChange={() =>
              answer(
                { from, container },
                { accept: isAccepted ? accept.filter((each) => each !== id) : [...accept, id] },
              )
            }
          />
          {said.accept}
        </label>
      )}
      {id === 'data-there' && (
        <label className="inline">
          <input
            type="checkbox"
            checked={how.replaceData}
            onChange={({ target }) =>
              answer({ from, container }, { how: { ...how, replaceData: target.checked } })
            }
          />
          {said.replaceThere(to)}
        </label>
      )}
    </div>
  );
}

function verdict(plan: Plan, said: ReturnType<typeof useSaid<typeof migrate>>): string {
  const errors = plan.findings.filter(({ severity }) => severity === 'error').length;
  if (errors > 0) return said.errorsStand(errors);
  const warnings = toAccept(plan).length;
  return warnings > 0 ? said.warningsStand(warnings) : said.nothingStands;
}
