/** What a person can do with a run, each act with what it leads to: only what fits how the run stands. */
import { type ReactNode, useState } from 'react';
import { useStore } from 'zustand';
import type { RunReport } from '../../../shared/model.ts';
import { type Doing, useDoing } from '../../components/doing.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Modal } from '../../components/modal.tsx';
import { useSaid } from '../../i18n/language.tsx';
import { runWords } from '../../i18n/run.ts';
import { runActs } from '../../i18n/run-acts.ts';
import type { FollowedRun } from '../../state/follow-run.ts';
import { CancelQuestion } from './cancel-question.tsx';
import { ConfirmByName } from './confirm-by-name.tsx';
import { OffQuestion } from './off-question.tsx';
import { RescueQuestion } from './rescue-question.tsx';

interface RunActsProps {
  readonly followed: FollowedRun;
  readonly report: RunReport;
}

export function RunActs({ followed, report }: RunActsProps): ReactNode {
  const isCarriedOutHere = useStore(followed.store, (sight) => sight.isCarriedOutHere);
  switch (report.outcome) {
    case 'committed':
    case 'rolled-back':
      return null;
    case 'attention':
      return <WaysOn followed={followed} report={report} />;
    case null:
      return isCarriedOutHere ? (
        <Cancel report={report} />
      ) : (
        <CarriedOutElsewhere followed={followed} report={report} />
      );
  }
}

function Cancel({ report }: { readonly report: RunReport }): ReactNode {
  const said = useSaid(runActs);
  const cancelling = useDoing('runs.cancel');
  const [isAsked, setAsked] = useState(false);
  const isGoingBack = report.steps.some(({ state }) => state === 'undone');
  if (isDecided(report) || isGoingBack) return null;
  if (cancelling.output !== undefined) return <p role="status">{said.cancelling}</p>;
  return (
    <div className="actions run-acts">
      <button type="button" onClick={() => setAsked(true)}>
        {said.cancel}
      </button>
      {cancelling.error !== undefined && <ErrorNotice error={cancelling.error} />}
      {isAsked && (
        <CancelQuestion
          report={report}
          onClose={() => setAsked(false)}
          onAgreed={() => {
            setAsked(false);
            void cancelling.begin({ run: report.run });
          }}
        />
      )}
    </div>
  );
}

function CarriedOutElsewhere({ followed, report }: RunActsProps): ReactNode {
  const said = useSaid(runWords);
  return (
    <details className="notice notice-plain">
      <summary>{said.notCarriedOutHere}</summary>
      <p>{said.ifInterrupted}</p>
      <WaysOn followed={followed} report={report} />
    </details>
  );
}

type Question = 'decline' | 'rescue' | 'without-target' | 'without-source';

function WaysOn({ followed, report }: RunActsProps): ReactNode {
  const said = useSaid(runActs);
  const options = { goesOn: true } as const;
  const resuming = useDoing('runs.resume', options);
  const rollingBack = useDoing('runs.rollback', options);
  const rescuing = useDoing('runs.rescue', options);
  const [question, setQuestion] = useState<Question>();
  const { run, container, from, to, rescue } = report;
  const isRestore = report.restorePoint !== undefined;
  const all = [resuming, rollingBack, rescuing];
  const isBusy = all.some(({ isUnderWay }) => isUnderWay);
  const error = all.find((each) => each.error !== undefined)?.error;
  const decided = isDecided(report);
  const mayRescue = rescue !== undefined && !decided && !isRestore;
  const closed = (): void => setQuestion(undefined);
  const shown = async (ended: Promise<RunReport | undefined>): Promise<void> => {
    closed();
    const now = await ended;
    if (now !== undefined) followed.show(now);
  };
  /** What another act has said before is no answer to this one. */
  const begin = <Name extends 'runs.resume' | 'runs.rollback' | 'runs.rescue'>(
    doing: Doing<Name>,
    input: Parameters<Doing<Name>['begin']>[0],
  ): void => {
    for (const each of all) each.forget();
    void shown(doing.begin(input) as Promise<RunReport | undefined>);
  };
  return (
    <section className="card run-acts">
      <h2>{said.whatCanBeDone}</h2>
      <div role="status">{isBusy && <p>{said.underWay}</p>}</div>
      {error !== undefined && <ErrorNotice error={error} />}
      <Act
        name={said.resume}
        means={said.resumeMeans}
        isPrimary
        isOff={isBusy}
        onAct={() => begin(resuming, { run })}
      />
      {!decided && (
        <Act
          name={mayRescue ? said.decline : said.rollBack}
          means={isRestore ? said.rollBackRestoreMeans(to) : said.rollBackMeans(container, from)}
          isOff={isBusy}
          onAct={() => (mayRescue ? setQuestion('decline') : begin(rollingBack, { run }))}
        />
      )}
      {mayRescue && (
        <Act
          name={said.rescue(to)}
          means={said.rescueMeans(from)}
          isOff={isBusy}
          onAct={() => setQuestion('rescue')}
        />
      )}
      {!decided && (
        <Act
          name={said.withoutTarget}
          means={said.withoutTargetMeans(to)}
          isOff={isBusy}
          onAct={() => setQuestion('without-target')}
        />
      )}
      {decided && rescue !== undefined && (
        <Act
          name={said.resumeWithoutSource}
          means={said.resumeWithoutSourceMeans(from)}
          isOff={isBusy}
          onAct={() => setQuestion('without-source')}
        />
      )}
      {question === 'decline' && (
        <Modal title={said.declineTitle} onClose={closed}>
          <p>{said.declineLoses(container, from, to)}</p>
          <ConfirmByName
            container={container}
            act={said.rollBack}
            onClose={closed}
            onAgreed={() => begin(rollingBack, { run })}
          />
        </Modal>
      )}
      {question === 'rescue' && rescue !== undefined && (
        <RescueQuestion
          report={report}
          point={rescue}
          onClose={closed}
          onAgreed={(withMemory) => begin(rescuing, { run, point: rescue.at, withMemory })}
        />
      )}
      {question === 'without-target' && (
        <OffQuestion
          title={said.withoutTargetTitle(to)}
          risk={[said.withoutTargetRisk(container, to), said.withoutTargetLook(to)]}
          host={to}
          act={said.rollBack}
          onClose={closed}
          onAgreed={() => begin(rollingBack, { run, withoutTarget: true })}
        />
      )}
      {question === 'without-source' && (
        <OffQuestion
          title={said.resumeWithoutSourceTitle(from)}
          risk={[said.resumeWithoutSourceRisk(container, from)]}
          host={from}
          act={said.endIt}
          onClose={closed}
          onAgreed={() => begin(resuming, { run, withoutSource: true })}
        />
      )}
    </section>
  );
}

interface ActProps {
  readonly name: string;
  readonly means: string;
  readonly isPrimary?: boolean;
  readonly isOff: boolean;
  readonly onAct: () => void;
}

const Act = ({ name, means, isPrimary = false, isOff, onAct }: ActProps): ReactNode => (
  <div className="run-act">
    <button type="button" className={isPrimary ? 'primary' : undefined} disabled={isOff} onClick={onAct}>
      {name}
    </button>
    <p>{means}</p>
  </div>
);

/** The container is the target's: there is only forward. */
const isDecided = ({ steps }: RunReport): boolean =>
  steps.some(({ name, state }) => name === 'commit' && state !== 'undone');
