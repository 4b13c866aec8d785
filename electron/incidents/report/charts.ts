/** The report's pictures, as inline SVG. The words beside them say the same: nothing is told by a picture alone. */
import type { Round, RunReport } from '../../../shared/model.ts';
import { formatBytes, formatMs } from '../../../shared/units.ts';
import { inLanguage, type Language } from '../../../shared/words.ts';
import { type Html, html } from './html.ts';
import { chartRounds, chartTimeline } from './phrases.ts';
import { freezePartTerm, roundTerm, stepTerm } from './terms.ts';

const width = 780;
const labelWidth = 280;
const rowHeight = 24;
/** A bar that would be too thin to be seen. */
const leastBar = 2;

/** What each round sent, the freeze last; undefined where there is nothing to compare. */
export function roundsChart(rounds: readonly Round[], language: Language): Html | undefined {
  const first = rounds[0];
  const last = rounds.at(-1);
  if (first === undefined || last === undefined || rounds.length < 2) return undefined;
  const most = Math.max(...rounds.map(({ bytes }) => bytes), 1);
  const chartHeight = 150;
  const step = Math.min(110, width / rounds.length);
  const bars = rounds.map(({ kind, bytes }, index) => {
    const height = Math.max((bytes / most) * chartHeight, leastBar);
    const center = index * step + step / 2;
    const top = 24 + chartHeight - height;
    return html`<rect class="${kind === 'final' ? 'freeze' : kind}" x="${center - step * 0.32}" y="${top}" width="${step * 0.64}" height="${height}" rx="3"/>
<text x="${center}" y="${top - 6}" text-anchor="middle">${formatBytes(bytes)}</text>
<text x="${center}" y="${chartHeight + 44}" text-anchor="middle">${index + 1} ${shortRound(kind, language)}</text>`;
  });
  const title = inLanguage(chartRounds(formatBytes(first.bytes), formatBytes(last.bytes)), language);
  return svg(step * rounds.length, chartHeight + 56, title, [
    html`<line x1="0" y1="${24 + chartHeight}" x2="${step * rounds.length}" y2="${24 + chartHeight}"/>`,
    ...bars,
  ]);
}

const shortRound = (kind: Round['kind'], language: Language): string =>
  kind === 'final' ? (language === 'zh' ? '冻结' : 'freeze') : inLanguage(roundTerm(kind), language);

/** The steps along time; undefined where none has ended. */
export function timelineChart({ steps }: RunReport, language: Language): Html | undefined {
  const timed = steps
    .map(({ name, state, startedAt, ms = 0, error }) => ({
      name,
      className: error === undefined ? state : 'failed',
      began: Date.parse(startedAt),
      ms,
    }))
    .filter(({ began }) => Number.isFinite(began));
  if (timed.length === 0) return undefined;
  const begin = Math.min(...timed.map(({ began }) => began));
  const end = Math.max(...timed.map(({ began, ms }) => began + ms), begin + 1);
  const bars = timed.map(({ name, className, began, ms }) => ({
    label: inLanguage(stepTerm(name), language),
    className: name === 'freeze' && className === 'done' ? 'freeze' : className,
    from: began - begin,
    length: ms,
  }));
  const title = inLanguage(chartTimeline(bars.length, formatMs(end - begin)), language);
  return barsChart(bars, end - begin, title);
}

/** The parts of the freeze, one below the other. */
export function freezePartsChart(
  parts: RunReport['freezeParts'],
  title: string,
  language: Language,
): Html | undefined {
  if (parts.length === 0) return undefined;
  const longest = Math.max(...parts.map(({ ms }) => ms), 1);
  const bars = parts.map(({ part, ms }) => ({
    label: inLanguage(freezePartTerm(part), language),
    className: 'freeze',
    from: 0,
    length: ms,
  }));
  return barsChart(bars, longest, title);
}

interface Bar {
  readonly label: string;
  readonly className: string;
  readonly from: number;
  readonly length: number;
}

function barsChart(bars: readonly Bar[], all: number, title: string): Html {
  const room = width - labelWidth - 80;
  const rows = bars.map(({ label, className, from, length }, index) => {
    const x = labelWidth + (from / all) * room;
    const long = Math.max((length / all) * room, leastBar);
    const y = index * rowHeight + 4;
    return html`<text x="${labelWidth - 10}" y="${y + 13}" text-anchor="end">${label}</text>
<rect class="${className}" x="${x}" y="${y}" width="${long}" height="16" rx="3"/>
<text class="figure" x="${x + long + 6}" y="${y + 13}">${formatMs(length)}</text>`;
  });
  const height = bars.length * rowHeight + 8;
  return svg(width, height, title, [
    html`<line x1="${labelWidth}" y1="0" x2="${labelWidth}" y2="${height}"/>`,
    ...rows,
  ]);
}

const svg = (wide: number, high: number, title: string, content: readonly Html[]): Html =>
  html`<svg viewBox="0 0 ${wide} ${high}" width="${wide}" role="img" aria-label="${title}">${content}</svg>`;
