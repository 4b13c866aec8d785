/** In the window an option of the command line is called what the window's own field is called. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { inWindow } from '../../../renderer/i18n/in-window.ts';

const electron = path.resolve(import.meta.dirname, '../../../electron');

test.each([
  ['in its place (--replace): it is stopped', 'in its place (“What is in the way makes way”): it is stopped'],
  ['Restore its files alone: --files-only', 'Restore its files alone: “From its files: they start anew”'],
  ['then name that: --image IMAGE.tar', 'then name that: “Its image, a file on this laptop”'],
  [
    'Leave out one of --ca and --plain-http.',
    'Leave out one of “File with the certificates of a private registry” and “Without encryption”.',
  ],
  ['Try --route relay.', 'Try “Through this laptop”.'],
])('%j is told as %j', (text, told) => {
  expect(inWindow(text, 'en')).toBe(told);
});

test.each([
  'shiplock migrate gauge --from lower --to upper --max-freeze 60',
  'On upper: docker create --name river gauge:1',
])('%j stays as it is', (text) => {
  expect(inWindow(text, 'en')).toBe(text);
});

test('an instant is written as the laptop’s clock shows it', () => {
  expect(inWindow('It goes on from 2026-03-01T08:00:00.123Z.', 'en')).toMatch(
    /^It goes on from 1 Mar 2026, .*:00\.$/,
  );
});

test('no text is shown with an option in it, but as a part of a command', () => {
  const texts = globSync('**/*.ts', { cwd: electron, exclude: ['cli/**'] })
    .flatMap((file) => readFileSync(path.join(electron, file), 'utf8').split('\n'))
    .filter((line) => /^\s*(?:en|zh): /.test(line) && !/(?:shiplock|docker) /.test(line));
  const naming =
    /--(?:ask-hosts|ca|files-only|force|image|key|max-freeze|name|password|plain-http|replace|replace-data|route|sudo)\b/;
  expect(texts.filter((text) => naming.test(text)).length).toBeGreaterThan(20);
  expect(texts.map((text) => inWindow(text, 'en')).filter((text) => naming.test(text))).toEqual([]);
});
