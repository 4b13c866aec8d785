/** Whatever Shiplock can do is done from the window too, or there is a reason why not. */
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type MethodName, methods } from '../../../shared/contract.ts';

const withoutScreen: Readonly<Partial<Record<MethodName, string>>> = {
  'policies.watch': 'the shell that the window belongs to carries policies out, for as long as it is open',
  'images.round': 'a part of the same; “Store them now” and “Send them now” do it for one host',
};

const calls = globSync('renderer/**/*.{ts,tsx}')
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n')
  .matchAll(/\b(?:useAnswer|useDoing|station\s*\.call)\(\s*'([\w.]+)'/g);
const used = new Set([...calls].map(([, name]) => name));

test('every method of the contract has a place in the window, or a reason why it has none', () => {
  const unused = Object.keys(methods).filter((name) => !used.has(name));
  expect(new Set(unused)).toEqual(new Set(Object.keys(withoutScreen)));
});
