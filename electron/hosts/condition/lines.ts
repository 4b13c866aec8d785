/** What `condition.sh` prints: lines that begin with a word for what they are of. */
import { printable } from '../../../shared/printable.ts';

const mostLines = 20_000;
const longestLine = 512;

export class Lines {
  readonly #lines = new Map<string, string[]>();

  constructor(output: string) {
    for (const line of output.split('\n', mostLines)) {
      const end = line.indexOf(' ');
      if (end < 1) continue;
      const said = printable(line.slice(end + 1, end + 1 + longestLine));
      const known = this.#lines.get(line.slice(0, end));
      if (known === undefined) this.#lines.set(line.slice(0, end), [said]);
      else known.push(said);
    }
  }

  all(word: string): readonly string[] {
    return this.#lines.get(word) ?? [];
  }

  first(word: string): string | undefined {
    return this.all(word)[0];
  }

  /** Each line taken apart at its blanks. */
  fields(word: string): readonly (readonly string[])[] {
    return this.all(word).map((line) => line.split(' '));
  }

  number(word: string): number | undefined {
    return this.numbers(word)[0];
  }

  /** Those of the first line. */
  numbers(word: string): readonly (number | undefined)[] {
    return (this.first(word) ?? '').split(' ').map(toNumber);
  }
}

export function toNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^-?\d{1,15}(\.\d{1,9})?$/.test(text) ? Number(text) : undefined;
}
