/** One run in the report: how it ended, its steps, its rounds, its freeze, and what its checks found. */
import type { Finding, RunReport } from '../../../shared/model.ts';
import { formatBytes, formatMs } from '../../../shared/units.ts';
import type { Language } from '../../../shared/words.ts';
import { freezePartsChart, roundsChart, timelineChart } from './charts.ts';
import type { RunFacts } from './facts.ts';
import { errorBox } from './failure.ts';
import { findingsTable } from './findings-table.ts';
import { type Html, html } from './html.ts';
import * as words from './phrases.ts';
import { clock, instant, type Say, sayer } from './say.ts';
import { freezePartTerm, outcomes, roundTerm, routes, stepStates, stepTerm } from './terms.ts';

export function runSection({ report, findings, entries }: RunFacts, language: Language): Html {
  const say = sayer(language);
  return html`<section>
<h2>${report.run} · ${say(report.restorePoint === undefined ? 'move' : 'restore')} · ${say.words(headingOf(report))}</h2>
${summary(report, frozenMs(report, entries), say)}
${report.error === undefined ? undefined : errorBox(report.error, say)}
${report.remarks.length === 0 ? undefined : html`<h3>${say('remarks')}</h3><ul>${report.remarks.map((remark) => html`<li>${say.words(remark)}</li>`)}</ul>`}
${stepsPart(report, say)}
${roundsPart(report, say)}
${freezePart(report, say)}
${findingsPart(findings, say)}
</section>`;
}

const headingOf = ({ container, from, to, restorePoint }: RunReport) =>
  restorePoint === undefined
    ? words.beingMoved(container, from, to)
    : words.beingRestored(container, restorePoint, to);

const outcomeMarks = {
  committed: ['good', '✓'],
  'rolled-back': ['care', '↩'],
  attention: ['bad', '!'],
  running: ['care', '…'],
} as const;

function summary(report: RunReport, frozen: Frozen | undefined, say: Say): Html {
  const { outcome, runningOn, startedAt, totalMs, bytesSent, route, steps } = report;
  const ended = outcome ?? 'running';
  const [className, mark] = outcomeMarks[ended];
  const failed = steps.find(({ error }) => error !== undefined);
  const sent = Object.values(bytesSent).reduce((sum, bytes) => sum + bytes, 0);
  const cargo = Object.entries(bytesSent)
    .map(([kind, bytes]) => `${say(kind as keyof typeof bytesSent)} ${formatBytes(bytes)}`)
    .join(say.language === 'zh' ? '，' : ', ');
  return html`<dl>
<dt>${say('outcome')}</dt><dd><strong class="${className}">${mark} ${say.words(outcomes[ended])}</strong>${failed === undefined ? undefined : html` · ${say.words(words.failedIn(stepTerm(failed.name)))}`}</dd>
<dt>${say('runsOn')}</dt><dd><strong>${runningOn ?? say('runsNowhere')}</strong></dd>
<dt>${say('begun')}</dt><dd>${instant(startedAt)}</dd>
<dt>${say('freeze')}</dt><dd>${frozen === undefined ? say('noFreeze') : frozen.isTakenBack ? say.words(words.frozenThenBack(formatMs(frozen.ms))) : formatMs(frozen.ms)}</dd>
<dt>${say('total')}</dt><dd>${totalMs === null ? '–' : formatMs(totalMs)}</dd>
<dt>${say('sent')}</dt><dd>${formatBytes(sent)} (${cargo})</dd>
<dt>${say('route')}</dt><dd>${say.words(routes[route])}</dd>
</dl>`;
}

interface Frozen {
  readonly ms: number;
  readonly isTakenBack: boolean;
}

/** Of a freeze that was taken back, from its beginning until the journal says that the container goes on. */
function frozenMs({ freezeMs, steps }: RunReport, entries: RunFacts['entries']): Frozen | undefined {
  const freeze = steps.find(({ name }) => name === 'freeze');
  const back = entries.findLast(({ kind, step }) => kind === 'step-undone' && step === 'freeze');
  if (freeze !== undefined && back !== undefined && freeze.state === 'undone') {
    const ms = Date.parse(back.at) - Date.parse(freeze.startedAt);
    return ms >= 0 ? { ms, isTakenBack: true } : undefined;
  }
  return freezeMs === null ? undefined : { ms: freezeMs, isTakenBack: false };
}

function stepsPart(report: RunReport, say: Say): Html {
  const chart = timelineChart(report, say.language);
  const rows = report.steps.map(
    ({ name, state, startedAt, ms, error }) =>
      html`<tr><td>${say.words(stepTerm(name))}</td><td>${error === undefined ? undefined : html`<strong class="bad">✗ ${say.words(stepStates.failed)}</strong>, `}${say.words(stepStates[state])}</td><td class="figure">${clock(startedAt)}</td><td class="figure">${ms === undefined ? '–' : formatMs(ms)}</td></tr>`,
  );
  return html`<h3>${say('timeline')}</h3>
${chart === undefined ? undefined : html`<p class="hint">${say('timelineHint')}</p><figure>${chart}</figure>`}
<table><thead><tr><th>${say('step')}</th><th>${say('state')}</th><th>${say('begun')}</th><th>${say('took')}</th></tr></thead>
<tbody>${rows}</tbody></table>`;
}

function roundsPart({ rounds, restorePoint }: RunReport, say: Say): Html | undefined {
  if (restorePoint !== undefined) return undefined;
  if (rounds.length === 0) return html`<h3>${say('rounds')}</h3><p>${say('noRounds')}</p>`;
  const chart = roundsChart(rounds, say.language);
  const rows = rounds.map(
    ({ kind, ms, pausedMs, bytes }, index) =>
      html`<tr><td>${index + 1}</td><td>${say.words(roundTerm(kind))}</td><td class="figure">${formatBytes(bytes)}</td><td class="figure">${formatMs(ms)}</td><td class="figure">${formatMs(pausedMs)}</td></tr>`,
  );
  return html`<h3>${say('rounds')}</h3>
${chart === undefined ? undefined : html`<p class="hint">${say('roundsHint')}</p><figure>${chart}</figure>`}
<table><thead><tr><th>${say('round')}</th><th>${say('kind')}</th><th>${say('bytes')}</th><th>${say('took')}</th><th>${say('paused')}</th></tr></thead>
<tbody>${rows}</tbody></table>`;
}

function freezePart({ freezeParts }: RunReport, say: Say): Html | undefined {
  const chart = freezePartsChart(freezeParts, say('freezeParts'), say.language);
  if (chart === undefined) return undefined;
  const rows = freezeParts.map(
    ({ part, ms }) =>
      html`<tr><td>${say.words(freezePartTerm(part))}</td><td class="figure">${formatMs(ms)}</td></tr>`,
  );
  return html`<h3>${say('freezeParts')}</h3><p class="hint">${say('freezePartsHint')}</p>
<figure>${chart}</figure>
<table><thead><tr><th>${say('part')}</th><th>${say('took')}</th></tr></thead><tbody>${rows}</tbody></table>`;
}

function findingsPart(findings: readonly Finding[], say: Say): Html {
  return html`<h3>${say('findings')}</h3>
${findings.length === 0 ? html`<p>${say('noFindings')}</p>` : findingsTable(findings, say)}`;
}
