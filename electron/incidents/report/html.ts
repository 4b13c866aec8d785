/** HTML as a template: what is put into it is text, and shown as such, unless it is HTML made here. */
import { printableLines } from '../../../shared/printable.ts';

export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Content = Html | string | number | undefined | readonly Content[];

/** Everything put into it is escaped, for text and for attributes in double quotes, and has no control characters. */
export function html(strings: TemplateStringsArray, ...contents: readonly Content[]): Html {
  const pieces = strings.map((literal, index) => literal + textOf(contents[index]));
  return new Html(pieces.join(''));
}

function textOf(content: Content): string {
  if (content === undefined) return '';
  if (content instanceof Html) return content.text;
  if (typeof content === 'number') return String(content);
  if (typeof content === 'string') return escaped(content);
  return content.map(textOf).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string =>
  printableLines(text.toWellFormed()).replace(/[&<>"']/g, (character) => entities[character] ?? '');
