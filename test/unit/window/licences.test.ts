/** The licences that the window shows are those of all that is delivered, and of nothing else. */
import path from 'node:path';
import { expect, test } from 'vitest';
import { readLicences } from '../../../build/licences.ts';

const licences = readLicences(path.resolve(import.meta.dirname, '../../..'));
const named = (name: string) => licences.find((each) => each.name === name);

test('what is installed with Shiplock, and what its window is bundled of, is there with its licence and the text of it', () => {
  // The last two are there for others only.
  for (const name of ['ssh2', 'better-sqlite3', 'react', 'zustand', 'uplot', 'bcrypt-pbkdf', 'scheduler']) {
    expect(named(name), name).toMatchObject({
      licence: expect.stringMatching(/\w/),
      text: expect.stringMatching(/\w/),
    });
  }
});

test('every package says under which licence it is', () => {
  expect(licences.filter(({ licence }) => licence === '')).toEqual([]);
});

test('what is for development alone is not among them', () => {
  expect(named('vitest')).toBeUndefined();
  expect(named('typescript')).toBeUndefined();
});
