/** The two ends of a run and what flows between them. */
import type { ReactNode } from 'react';
import type { RunReport } from '../../../shared/model.ts';
import { useSaid } from '../../i18n/language.tsx';
import { runWords } from '../../i18n/run.ts';
import { type EndMark, type Flow, pictureOf } from '../../state/move-picture.ts';
import { MarkIcon } from './mark-icon.tsx';
import './pictures.css';

interface MovePictureProps {
  readonly report: RunReport;
  /** Hosts whose connection is lost just now. */
  readonly lost: readonly string[];
}

export function MovePicture({ report, lost }: MovePictureProps): ReactNode {
  const said = useSaid(runWords);
  const { source, target, flow } = pictureOf(report, lost);
  const { from, to, restorePoint } = report;
  return (
    <section className="picture" aria-label={said.picture}>
      <End
        role={restorePoint === undefined ? said.source : said.laptop}
        name={restorePoint ?? from}
        mark={source}
      />
      <FlowArrow flow={flow} from={from} to={to} />
      <End role={said.target} name={to} mark={target} />
    </section>
  );
}

interface EndProps {
  readonly role: string;
  readonly name: string;
  readonly mark: EndMark;
}

function End({ role, name, mark }: EndProps): ReactNode {
  const said = useSaid(runWords);
  const marks: Readonly<Record<EndMark, string>> = {
    runs: said.markRuns,
    frozen: said.markFrozen,
    filling: said.markFilling,
    waits: said.markWaits,
    gone: said.markGone,
    point: said.markPoint,
    unreachable: said.markUnreachable,
  };
  return (
    <div className={`picture-end picture-${mark}`}>
      <span className="hint">{role}</span>
      <strong>{name}</strong>
      <span className="picture-mark">
        <MarkIcon mark={mark} /> {marks[mark]}
      </span>
    </div>
  );
}

const paths: Readonly<Record<Flow, string>> = {
  none: 'M8 30H176',
  direct: 'M8 30H176',
  relay: 'M8 20H60L84 62H108L132 20H176',
  laptop: 'M8 30H176',
};

function FlowArrow({
  flow,
  from,
  to,
}: {
  readonly flow: Flow;
  readonly from: string;
  readonly to: string;
}): ReactNode {
  const said = useSaid(runWords);
  const titles: Readonly<Record<Flow, string>> = {
    none: said.flowNone,
    direct: said.flowDirect(from, to),
    relay: said.flowRelay(from, to),
    laptop: said.flowFromLaptop(to),
  };
  const tip = flow === 'relay' ? 'M172 10L196 20L172 30z' : 'M172 20L196 30L172 40z';
  return (
    <figure className="picture-flow">
      <svg viewBox={flow === 'relay' ? '0 0 200 80' : '0 0 200 60'} role="img" aria-label={titles[flow]}>
        <title>{titles[flow]}</title>
        <path className={flow === 'none' ? 'flow-none' : 'flow-line'} d={paths[flow]} />
        <path className="flow-tip" d={tip} />
        {flow === 'relay' && <path className="flow-laptop" d="M82 50h28v18H82zM74 70h44v5H74z" />}
      </svg>
      <figcaption>{titles[flow]}</figcaption>
    </figure>
  );
}
