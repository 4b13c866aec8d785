/** An error in the report's language. Those in journals of 0.1.0 are in English only: their kind, and what CRIU's refusal means, are not. */
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
${isForeign(error, say) ? html`${explained(error, say)}<p class="hint">${say('ownWords')}</p><div lang="en">${ownWords(error, say)}</div>` : ownWords(error, say)}
${details === undefined || details === '' ? undefined : html`<pre lang="en">${ending(details)}</pre>`}
${findings === undefined || findings.length === 0 ? undefined : findingsTable(findings, say)}
</div>`;
}

const isForeign = ({ message }: ErrorData, { language }: Say): boolean =>
  language !== 'en' && typeof message === 'string';

/** The English words of such an error hold it already. */
function explained({ code, details }: ErrorData, say: Say): Html | undefined {
  if (code !== 'dump-refused' && code !== 'restore-refused') return undefined;
  const { firstError, meaning, remedy } = explainCriuLog(details ?? '');
  if (firstError === '') return undefined;
  return html`<p>${say.words(meaning)}</p><p>${say.label('whatToDo')}${say.words(remedy)}</p>`;
}

function ownWords({ message, state, remedy }: ErrorData, say: Say): Html {
  const now = state === undefined ? undefined : html`<p>${say.label('stateNow')}${say.words(state)}</p>`;
  const toDo = remedy === undefined ? undefined : html`<p>${say.label('whatToDo')}${say.words(remedy)}</p>`;
  return html`<p>${say.words(message)}</p>${now}${toDo}`;
}

const ending = (text: string): string => (text.length > mostDetails ? `…${text.slice(-mostDetails)}` : text);
