/** What the hosts told, in the report: the ends of their logs, their versions, and what could not be had. */
import type { MissingEvidence } from '../../../shared/incident-methods.ts';
import { formatBytes } from '../../../shared/units.ts';
import type { EvidenceFacts, HostOfLog } from './facts.ts';
import { type Html, html } from './html.ts';
import { instant, type Say } from './say.ts';

const reasons = { failed: 'collectedFailed', over: 'collectedOver', asked: 'collectedAsked' } as const;

export function evidenceSection(evidence: readonly EvidenceFacts[], say: Say): Html {
  const told = evidence.filter(({ parts }) => parts.length > 0);
  if (told.length === 0) return html`<h2>${say('evidence')}</h2><p>${say('noEvidence')}</p>`;
  const sections = told.map(
    ({ host, run, at, reason, parts }) => html`<section>
<h3>${host}${run === null ? undefined : html` · ${run}`} · ${say(reasons[reason])}, ${instant(at)}</h3>
${parts
  .filter(({ name }) => name !== 'versions.txt')
  .map(
    ({ name, path, bytes, isCut, end }) =>
      html`<p><strong>${name}</strong> <span class="hint">${formatBytes(bytes)}${isCut ? html`, ${say('isCut')}` : undefined} · <code>${path}</code></span></p><pre lang="en">${end}</pre>`,
  )}
</section>`,
  );
  return html`<h2>${say('evidence')}</h2><p class="hint">${say('evidenceHint')}</p>${sections}`;
}

export function hostsSection(hosts: readonly HostOfLog[], say: Say): Html | undefined {
  if (hosts.length === 0) return undefined;
  const rows = hosts.map(
    ({ name, address, versions }) =>
      html`<tr><td>${name}</td><td>${address}</td><td>${versions === undefined ? say('notKnown') : html`<pre lang="en">${versions.trimEnd()}</pre>`}</td></tr>`,
  );
  return html`<h2>${say('hosts')}</h2>
<table><thead><tr><th>${say('host')}</th><th>${say('address')}</th><th>${say('versions')}</th></tr></thead><tbody>${rows}</tbody></table>`;
}

export function missingSection(missing: readonly MissingEvidence[], say: Say): Html {
  if (missing.length === 0) return html`<h2>${say('missing')}</h2><p>${say('nothingMissing')}</p>`;
  const rows = missing.map(
    ({ what, why }) =>
      html`<li>${say.words(what)}${say.language === 'zh' ? '：' : ': '}${say.words(why)}</li>`,
  );
  return html`<h2>${say('missing')}</h2><ul>${rows}</ul>`;
}
