/** Asks whether Shiplock may mend a finding: shows the commands, host by host, has them run, and tells what is still found then. */
import type { ReactNode } from 'react';
import type { CheckedThing } from '../../shared/contract.ts';
import type { Finding } from '../../shared/model.ts';
import { fixes } from '../i18n/fixes.ts';
import { frame } from '../i18n/frame.ts';
import { useSaid, useWords } from '../i18n/language.tsx';
import { useAnswer } from './asking.ts';
import { type Doing, useDoing } from './doing.ts';
import { ErrorNotice } from './error-notice.tsx';
import { FindingList } from './finding-list.tsx';
import { Modal } from './modal.tsx';

interface FixQuestionProps {
  /** One that is `fixable`. Whatever has its `id` is mended with it, on whichever host. */
  readonly finding: Finding;
  /** What was checked when it was found. */
  readonly of: CheckedThing;
  /** `isTried`: commands were run, whatever came of it, so it is time to check again. */
  readonly onClose: (isTried: boolean) => void;
}

export function FixQuestion({ finding, of, onClose }: FixQuestionProps): ReactNode {
  const said = useSaid(fixes);
  const words = useWords();
  const doing = useDoing('fixes.apply');
  const isTried = doing.output !== undefined || doing.error !== undefined;
  return (
    <Modal title={said.title} onClose={() => !doing.isUnderWay && onClose(isTried)}>
      <p>{words(finding.text)}</p>
      {doing.output === undefined ? (
        <FixProposal finding={finding.id} of={of} doing={doing} onClose={() => onClose(isTried)} />
      ) : (
        <FixOutcome left={doing.output.left} onClose={() => onClose(true)} />
      )}
    </Modal>
  );
}

interface FixProposalProps {
  readonly finding: string;
  readonly of: CheckedThing;
  readonly doing: Doing<'fixes.apply'>;
  readonly onClose: () => void;
}

function FixProposal({ finding, of, doing, onClose }: FixProposalProps): ReactNode {
  const said = useSaid(fixes);
  const { cancel } = useSaid(frame);
  const { output: proposed, error, isAsking, again } = useAnswer('fixes.list', { finding, of });
  const agreed = proposed?.map(({ host, commands }) => ({ host, commands }));
  const hosts = [...new Set(agreed?.map(({ host }) => host))].join(', ');
  return (
    <>
      <div role="status">
        {isAsking && <p>{said.looking}</p>}
        {doing.isUnderWay && <p>{said.applying(hosts)}</p>}
      </div>
      {doing.isUnderWay && <progress aria-label={said.applying(hosts)} />}
      {error !== undefined && <ErrorNotice error={error} onAgain={again} />}
      {doing.error !== undefined && <ErrorNotice error={doing.error} />}
      {proposed?.map(({ host, commands }) => (
        <section key={`${host} ${commands.join('\n')}`} aria-label={said.onHost(host)}>
          <h3>{said.onHost(host)}</h3>
          <pre>{commands.join('\n')}</pre>
        </section>
      ))}
      {agreed !== undefined && <p>{said.explained}</p>}
      <div className="actions">
        <button type="button" onClick={onClose} disabled={doing.isUnderWay}>
          {cancel}
        </button>
        {agreed !== undefined && (
          <button
            type="button"
            className="primary"
            disabled={doing.isUnderWay}
            onClick={() => void doing.begin({ finding, of, agreed })}
          >
            {said.apply}
          </button>
        )}
      </div>
    </>
  );
}

interface FixOutcomeProps {
  readonly left: readonly Finding[];
  readonly onClose: () => void;
}

function FixOutcome({ left, onClose }: FixOutcomeProps): ReactNode {
  const said = useSaid(fixes);
  const { close } = useSaid(frame);
  return (
    <>
      <div role="status">
        <p>{left.length === 0 ? said.isMended : said.isLeft}</p>
      </div>
      {left.length > 0 && <FindingList findings={left} />}
      <div className="actions">
        <button type="button" className="primary" onClick={onClose}>
          {close}
        </button>
      </div>
    </>
  );
}
