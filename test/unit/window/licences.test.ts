/** The licences that the window shows are those of all that is delivered, and of nothing else. */
import path from 'node:path';
import { expect, test } from 'vitest';
import { readLicences } from '../../../build/licences.ts';

const licences = readLicences(path.resolve(import.meta.dirname, '../../..'));
const named = (name: string) => licences.find((each) => each.name === name);

test('what is delivered is there with its licence and the text of it', () => {
  for (const name of ['react', 'ssh2', 'better-sqlite3', 'libsodium-wrappers']) {
    expect(named(name)?.licence, name).not.toBe('');
    expect(named(name)?.text, name).not.toBe('');
  }
});

test('every package says under which licence it is', () => {
  expect(licences.filter(({ licence }) => licence === '')).toEqual([]);
});

test('what is for development alone is not among them', () => {
  expect(named('vitest')).toBeUndefined();
  expect(named('typescript')).toBeUndefined();
});
