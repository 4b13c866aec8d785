/** An error in the report's language: its kind, what CRIU's refusal means if it is one, and its own words, which are English. */
import type { ErrorData } from '../../../shared/errors.ts';
import { explainCriuLog } from '../../checkpoint/explain.ts';
import { type Html, html } from './html.ts';
import type { Say } from './say.ts';
import { errorTerms } from './terms.ts';

const mostDetails = 6000;

export function errorBox(error: ErrorData, say: Say): Html {
  const { code, details } = error;
  const explained =
    code === 'dump-refused' || code === 'restore-refused' ? explainCriuLog(details ?? '') : undefined;
  return html`<div class="box ${code === 'cancelled' ? 'care' : 'bad'}">
<p><strong>${say('whatHappened')}: ${say.words(errorTerms[code])}</strong> <code>${code}</code></p>
${explained === undefined || explained.firstError === '' ? undefined : html`<p>${say.words(explained.meaning)}</p><p>${say('whatToDo')}: ${say.words(explained.remedy)}</p>`}
${say.language === 'en' ? ownWords(error, say) : html`<p class="hint">${say('ownWords')}</p><div lang="en">${ownWords(error, say)}</div>`}
${details === undefined || details === '' ? undefined : html`<pre lang="en">${ending(details)}</pre>`}
</div>`;
}

const ownWords = ({ message, state, remedy }: ErrorData, say: Say): Html =>
  html`<p>${message}</p>${state === undefined ? undefined : html`<p>${say('stateNow')}: ${state}</p>`}${remedy === undefined ? undefined : html`<p>${say('whatToDo')}: ${remedy}</p>`}`;

const ending = (text: string): string => (text.length > mostDetails ? `…${text.slice(-mostDetails)}` : text);
