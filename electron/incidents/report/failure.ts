/** An error in the report's language: its kind, what CRIU's refusal means if it is one, and its own words, which are English. */
import type { ErrorData } from '../../../shared/errors.ts';
import { explainCriuLog } from '../../checkpoint/explain.ts';
import { findingsTable } from './findings-table.ts';
import { type Html, html } from './html.ts';
import type { Say } from './say.ts';
import { errorTerms } from './terms.ts';

const mostDetails = 6000;

export function errorBox(error: ErrorData, say: Say): Html {
  const { code, details, findings } = error;
  return html`<div class="box ${code === 'cancelled' ? 'care' : 'bad'}">
<p><strong>${say.label('whatHappened')}${say.words(errorTerms[code])}</strong> <code>${code}</code></p>
${say.language === 'en' ? ownWords(error, say) : html`${explained(error, say)}<p class="hint">${say('ownWords')}</p><div lang="en">${ownWords(error, say)}</div>`}
${details === undefined || details === '' ? undefined : html`<pre lang="en">${ending(details)}</pre>`}
${findings === undefined || findings.length === 0 ? undefined : findingsTable(findings, say)}
</div>`;
}

/** The English words of such an error hold it already. */
function explained({ code, details }: ErrorData, say: Say): Html | undefined {
  if (code !== 'dump-refused' && code !== 'restore-refused') return undefined;
  const { firstError, meaning, remedy } = explainCriuLog(details ?? '');
  if (firstError === '') return undefined;
  return html`<p>${say.words(meaning)}</p><p>${say.label('whatToDo')}${say.words(remedy)}</p>`;
}

function ownWords({ message, state, remedy }: ErrorData, say: Say): Html {
  const now = state === undefined ? undefined : html`<p>${say.label('stateNow')}${state}</p>`;
  const toDo = remedy === undefined ? undefined : html`<p>${say.label('whatToDo')}${remedy}</p>`;
  return html`<p>${message}</p>${now}${toDo}`;
}

const ending = (text: string): string => (text.length > mostDetails ? `…${text.slice(-mostDetails)}` : text);
