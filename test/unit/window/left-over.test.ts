/** Nothing of the window is left over: no words that nobody says, no classes that nobody wears. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../../..');
const read = (...patterns: readonly string[]): string =>
  globSync([...patterns], { cwd: root })
    .map((file) => readFileSync(path.join(root, file), 'utf8'))
    .join('\n');
const screens = read('renderer/*.{ts,tsx,html}', 'renderer/{components,screens,state}/**/*.{ts,tsx}');
/** What the station may tell, for which the window has words. */
const told = read('{shared,electron}/**/*.ts');

/** As a word of its own: `-` and `_` are parts of one. */
const stands = (word: string, text: string): boolean => new RegExp(`(?<![\\w-])${word}(?![\\w-])`).test(text);

/** It is put together of a prefix that stands in the source, as `badge-${…}`, and of something else. */
const isComposed = (word: string): boolean =>
  [...word.matchAll(/[-_]/g)].some(({ index }) => screens.includes(`${word.slice(0, index + 1)}\${`));

test('each entry of each catalogue is said somewhere', async () => {
  const unsaid: string[] = [];
  const files = globSync('renderer/i18n/*.ts', { cwd: root });
  for (const file of files) {
    const exported = (await import(path.join(root, file))) as Record<string, unknown>;
    for (const [name, value] of Object.entries(exported)) {
      if (typeof value !== 'object' || value === null) continue;
      for (const key of Object.keys(value)) {
        const isSaid = new RegExp(`\\.${key}(?![\\w-])`).test(screens);
        const isTold = new RegExp(`'${key}'|\\b${key}: z\\.`).test(told);
        if (!isSaid && !isTold && !isComposed(key) && !stands(key, screens))
          unsaid.push(`${file}: ${name}.${key}`);
      }
    }
  }
  expect(files.length).toBeGreaterThan(10);
  expect(unsaid).toEqual([]);
});

test('each class of each style sheet is worn somewhere', () => {
  const styles = read('renderer/**/*.css').replaceAll(/\/\*.*?\*\//gs, '');
  const classes = new Set([...styles.matchAll(/\.([a-z][\w-]*)/gi)].map(([, name = '']) => name));
  expect(classes.size).toBeGreaterThan(50);
  expect([...classes].filter((name) => !stands(name, screens) && !isComposed(name))).toEqual([]);
});
