/** A new passphrase that is typed without being seen. */
import { expect, test } from 'vitest';
import { askTwice } from '../../electron/cli/ask-secret.ts';

function typed(...answers: (string | undefined)[]) {
  const asked: string[] = [];
  const question = async (text: string) => {
    asked.push(text);
    return answers.shift();
  };
  return { asked, question };
}

test('is taken when it was typed twice', async () => {
  const { asked, question } = typed('river', 'river');
  expect(await askTwice(question, 'New: ')).toBe('river');
  expect(asked).toEqual(['New: ', 'The same once more: ']);
});

test('is asked for again until both are the same', async () => {
  const { asked, question } = typed('river', 'rivet', 'lock', 'lock');
  expect(await askTwice(question, 'New: ')).toBe('lock');
  expect(asked[2]).toBe('These two differ. New: ');
});

test('is none when either question is left unanswered', async () => {
  expect(await askTwice(typed(undefined).question, 'New: ')).toBeUndefined();
  expect(await askTwice(typed('river', undefined).question, 'New: ')).toBeUndefined();
});
