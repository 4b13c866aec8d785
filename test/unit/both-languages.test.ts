/** What people are told stands in both languages wherever it is written. That an error has both at all, the compiler sees to. */
import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ShiplockError } from '../../shared/errors.ts';

interface Said {
  readonly en: string;
  readonly zh: string;
}

/** Every `{ en: …, zh: … }` of a source whose both sides are literals; what is put into them is left out. */
function saidIn(source: string): Said[] {
  return [...source.matchAll(/\ben:\s*/g)].flatMap(({ index, 0: { length } }) => {
    const en = literalAt(source, index + length);
    const between = en && /^,?\s*zh:\s*/.exec(source.slice(en.end));
    const zh = between && literalAt(source, en.end + between[0].length);
    return zh ? [{ en: en.text, zh: zh.text }] : [];
  });
}

function literalAt(source: string, start: number): { text: string; end: number } | undefined {
  const quote = /^(?:en|zh)?(['"`])/.exec(source.slice(start, start + 3));
  if (quote === null) return undefined;
  let text = '';
  let depth = 0;
  for (let at = start + quote[0].length; at < source.length; at += 1) {
    const character = source.charAt(at);
    if (depth === 0 && character === quote[1]) return { text, end: at + 1 };
    if (character === '\\') at += 1;
    else if (depth > 0) depth += character === '{' ? 1 : character === '}' ? -1 : 0;
    else if (quote[1] === '`' && /^\$\{/.test(source.slice(at, at + 2))) {
      depth = 1;
      at += 1;
    } else text += character;
  }
  return undefined;
}

const holdsWords = (text: string): boolean => /\p{L}{2}/u.test(text);
const isChinese = (text: string): boolean => /\p{Script=Han}/u.test(text);

const sources = globSync(['electron/**/*.ts', 'shared/**/*.ts']);

describe('what people are told', () => {
  test('is Chinese where it is to be Chinese, and English where English', () => {
    const wrong = sources.flatMap((file) =>
      saidIn(readFileSync(file, 'utf8'))
        .filter(({ en, zh }) => isChinese(en) || (holdsWords(en) && !isChinese(zh)))
        .map((said) => ({ file, ...said })),
    );
    expect(wrong).toEqual([]);
  });

  test('is found where it is written', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is a source
    const source = '{ en: en`${host} is ${a({ b })}.`, zh: zh`${host} 是${c}。` }';
    expect(saidIn(source)).toEqual([{ en: ' is .', zh: ' 是。' }]);
    expect(saidIn(`{\n  en: "It's off.",\n  zh: 'Off.',\n}`)).toEqual([{ en: "It's off.", zh: 'Off.' }]);
    expect(sources.flatMap((file) => saidIn(readFileSync(file, 'utf8'))).length).toBeGreaterThan(1000);
  });

  test('is not in one language only when it is an error', () => {
    const both = { en: 'Busy.', zh: '忙。' };
    // @ts-expect-error: what happened
    expect(new ShiplockError('busy', 'Busy.')).toBeInstanceOf(Error);
    // @ts-expect-error: how things are
    expect(new ShiplockError('busy', both, { state: 'It waits.' })).toBeInstanceOf(Error);
    // @ts-expect-error: what to do
    expect(new ShiplockError('busy', both, { remedy: 'Wait.' })).toBeInstanceOf(Error);
  });
});
