/** The report of an incident log: one HTML page that needs nothing but itself, no script, no network, to read or to print. */
import { inLanguage } from '../../../shared/words.ts';
import { evidenceSection, hostsSection, missingSection } from './evidence-sections.ts';
import type { ReportFacts, Refusal } from './facts.ts';
import { errorBox } from './failure.ts';
import { type Html, html } from './html.ts';
import { journalSections } from './journal-section.ts';
import * as words from './phrases.ts';
import { runSection } from './run-section.ts';
import { style } from './style.ts';
import { outcomes } from './terms.ts';
import { instant, type Say, sayer } from './say.ts';

/** No script runs in it and nothing is fetched, whatever stands in the logs: the page itself forbids it. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

export function reportPage(facts: ReportFacts): string {
  const say = sayer(facts.language);
  const title = titleOf(facts, say);
  const page = html`<!doctype html>
<html lang="${facts.language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
${style}
</head>
<body>
<header>
<h1>${title}</h1>
<p class="about">${say('madeAt')} ${instant(facts.madeAt)} · Shiplock ${facts.shiplock} · ${facts.laptop}</p>
<p class="about">${say('laptopClock')}</p>
</header>
<main>
${runsSection(facts, say)}
${refusalsSection(facts.refusals, say)}
${evidenceSection(facts.evidence, say)}
${hostsSection(facts.hosts, say)}
${missingSection(facts.missing, say)}
${proofSection(facts, say)}
${journalSections(facts.runs, say)}
</main>
</body>
</html>
`;
  return page.text;
}

function titleOf({ run, since, language }: ReportFacts, say: Say): string {
  const of =
    run !== undefined ? words.ofRun(run) : since !== undefined ? words.since(instant(since)) : undefined;
  return `${say('title')} · ${of === undefined ? say('allOf') : inLanguage(of, language)}`;
}

function runsSection({ runs, otherRuns, language }: ReportFacts, say: Say): Html {
  if (runs.length === 0) return html`<h2>${say('runs')}</h2><p>${say('noRuns')}</p>`;
  return html`${runs.map((run) => runSection(run, language))}
${otherRuns.length === 0 ? undefined : otherRunsTable(otherRuns, say)}`;
}

const mostOtherRuns = 200;

function otherRunsTable(runs: ReportFacts['otherRuns'], say: Say): Html {
  const rows = runs
    .slice(0, mostOtherRuns)
    .map(
      ({ run, container, from, to, outcome, startedAt }) =>
        html`<tr><td>${run}</td><td>${container}</td><td>${from} → ${to}</td><td>${say.words(outcomes[outcome ?? 'running'])}</td><td class="figure">${instant(startedAt)}</td></tr>`,
    );
  return html`<h2>${say('moreRuns')}</h2><p class="hint">${say('moreRunsHint')}</p>
<table>${rows}</table>${say.more(runs.length - mostOtherRuns)}`;
}

const mostRefusals = 20;

function refusalsSection(refusals: readonly Refusal[], say: Say): Html | undefined {
  if (refusals.length === 0) return undefined;
  return html`<h2>${say('refusals')}</h2>
${refusals
  .toReversed()
  .slice(0, mostRefusals)
  .map(
    ({ at, what, error }) => html`<h3>${what}, ${instant(at)}</h3>${errorBox(error, say)}`,
  )}${say.more(refusals.length - mostRefusals)}`;
}

function proofSection({ chain, run, since }: ReportFacts, say: Say): Html {
  const { entries, included, redacted, head, brokenAt } = chain;
  const covers =
    included === entries && run === undefined && since === undefined
      ? words.wholeChain(entries)
      : words.partOfChain(included, entries);
  return html`<h2>${say('proof')}</h2>
${brokenAt === null ? undefined : html`<div class="box bad"><strong>${say('brokenChain')}</strong> ${brokenAt}</div>`}
<p>${say.words(covers)}</p>
${redacted === 0 ? undefined : html`<p>${say.words(words.redactedEntries(redacted))}</p>`}
<p>${say('notAuthor')}</p>
<p>${say('redactionHint')}</p>
<dl>
<dt>${say('head')}</dt><dd><code>${head ?? '–'}</code></dd>
<dt>${say('howToVerify')}</dt><dd><code>shiplock incidents verify FILE.zip</code></dd>
</dl>`;
}
