/** The ways out of a run that waits for a person, or that nobody carries out any more; each with what it leads to. */
import { type ReactNode, useState } from 'react';
import type { RunReport } from '../../../shared/model.ts';
import { type Doing, useDoing } from '../../components/doing.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Modal } from '../../components/modal.tsx';
import { useSaid } from '../../i18n/language.tsx';
import { runActs } from '../../i18n/run-acts.ts';
import type { FollowedRun } from '../../state/follow-run.ts';
import { isDecided } from '../../state/run-phases.ts';
import { ConfirmByName } from './confirm-by-name.tsx';
import { OffQuestion } from './off-question.tsx';
import { RescueQuestion } from './rescue-question.tsx';

export interface RunActsProps {
  readonly followed: FollowedRun;
  readonly report: RunReport;
}

type Question = 'decline' | 'rescue' | 'without-target' | 'without-source';

export function WaysOn({ followed, report }: RunActsProps): ReactNode {
  const said = useSaid(runActs);
  const options = { goesOn: true } as const;
  const resuming = useDoing('runs.resume', options);
  const rollingBack = useDoing('runs.rollback', options);
  const rescuing = useDoing('runs.rescue', options);
  const [question, setQuestion] = useState<Question>();
  const { run, container, from, to, runningOn, rescue } = report;
  const isRestore = report.restorePoint !== undefined;
  const all = [resuming, rollingBack, rescuing];
  const isBusy = all.some(({ isUnderWay }) => isUnderWay);
  const error = all.find((each) => each.error !== undefined)?.error;
  const decided = isDecided(report);
  // While the source runs it, nothing there waits for the target.
  const mayLeaveTarget = !decided && (isRestore || runningOn !== from);
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
      {mayLeaveTarget && (
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
