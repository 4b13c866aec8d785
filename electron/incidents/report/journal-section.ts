/** The entries of each run in the report, at its end: a list to look things up in. */
import type { RunFacts } from './facts.ts';
import { type Html, html } from './html.ts';
import { journalOf } from './phrases.ts';
import { clock, type Say } from './say.ts';
import { entryKindTerm, stepTerm } from './terms.ts';

export function journalSections(runs: readonly RunFacts[], say: Say): Html[] {
  return runs.filter(({ entryCount }) => entryCount > 0).map((run) => journalSection(run, say));
}

function journalSection({ report, entries, entryCount }: RunFacts, say: Say): Html {
  const rows = entries.map(
    ({ seq, at, kind, step, hash }) =>
      html`<tr><td>${seq}</td><td class="figure">${clock(at)}</td><td>${say.words(entryKindTerm(kind))}${step === undefined ? undefined : html`: ${say.words(stepTerm(step))}`}</td><td><code>${kind}</code></td><td><code>${hash.slice(0, 16)}…</code></td></tr>`,
  );
  return html`<h2>${say.words(journalOf(report.run))}</h2><p class="hint">${say('historyHint')}</p>
<table><thead><tr><th>${say('entry')}</th><th>${say('time')}</th><th colspan="2">${say('kind')}</th><th>${say('hash')}</th></tr></thead>
<tbody>${rows}</tbody></table>${say.more(entryCount - entries.length)}`;
}
