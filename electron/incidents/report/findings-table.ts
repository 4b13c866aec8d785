/** Findings of checks in the report: severity as word and sign, what was measured and needed, what to do. */
import type { Finding, Severity } from '../../../shared/model.ts';
import type { Words } from '../../../shared/words.ts';
import { type Html, html } from './html.ts';
import type { Say } from './say.ts';
import { severities } from './terms.ts';

const marks: Readonly<Record<Severity, readonly [className: string, sign: string]>> = {
  error: ['bad', '✗'],
  warning: ['care', '!'],
  info: ['', 'i'],
  ok: ['good', '✓'],
};

export function findingsTable(findings: readonly Finding[], say: Say): Html {
  return html`<table class="findings"><tbody>${findings.map((finding) => row(finding, say))}</tbody></table>`;
}

function row({ id, severity, text, measured, needed, remedy, host }: Finding, say: Say): Html {
  const [className, sign] = marks[severity];
  const more = (phrase: 'measured' | 'needed' | 'remedy', said: Words | undefined): Html | undefined =>
    said === undefined ? undefined : html`<br>${say.label(phrase)}${say.words(said)}`;
  return html`<tr><td class="figure"><strong class="${className}">${sign} ${say.words(severities[severity])}</strong></td><td class="figure">${host ?? ''}</td><td>${say.words(text)}${more('measured', measured)}${more('needed', needed)}${more('remedy', remedy)}<br><code>${id}</code></td></tr>`;
}
