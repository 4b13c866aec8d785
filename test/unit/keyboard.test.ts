/** What sshd asks on a keyboard: only the password is answered, and only once. */
import { expect, test } from 'vitest';
import { Keyboard } from '../../electron/hosts/keyboard.ts';
import type { ShiplockError } from '../../shared/errors.ts';
import type { Host } from '../../shared/model.ts';

const host: Host = {
  name: 'gate',
  address: '10.0.0.1',
  port: 22,
  user: 'pilot',
  login: 'password',
  sudo: false,
  hostKey: 'SHA256:abc',
};

/** The answers to these questions, and why the rest got none. */
function conversation(...questions: { prompt: string; echo?: boolean }[][]) {
  const answers: string[][] = [];
  const refusals: ShiplockError[] = [];
  const keyboard = new Keyboard(host, 'the secret', (error) => refusals.push(error));
  for (const prompts of questions) keyboard.prompt('', '', '', prompts, (given) => answers.push(given));
  return { answers, refusals: refusals.map(({ code, message }) => `${code}: ${message}`) };
}

test('a question for the password is answered, in whatever language', () => {
  for (const prompt of [
    'Password: ',
    '(pilot@gate) Password:',
    "pilot's password: ",
    'Passwort: ',
    '密码：',
  ]) {
    expect(conversation([{ prompt, echo: false }])).toEqual({ answers: [['the secret']], refusals: [] });
  }
});

test('a second factor gets no answer, and is named, without what could steer a terminal', () => {
  const others = ['Verification code: ', 'One-time password (OATH): ', 'Password + token: ', 'Duo: 1 push'];
  for (const prompt of [...others, '\u001b[2JPasscode\u0007: ']) {
    const { answers, refusals } = conversation([{ prompt, echo: false }]);
    expect(answers).toEqual([]);
    expect(refusals).toEqual([
      expect.stringMatching(/^login-refused: gate asks pilot for a second factor \(it asks: \P{C}+\)/u),
    ]);
  }
});

test('a question whose answer would be shown, and several at once, get no answer', () => {
  expect(conversation([{ prompt: 'Password: ', echo: true }]).answers).toEqual([]);
  expect(conversation([{ prompt: 'Password: ' }, { prompt: 'Password: ' }]).answers).toEqual([]);
});

test('the password is sent once: asked for again, it was wrong', () => {
  const question = [{ prompt: 'Password: ', echo: false }];
  const { answers, refusals } = conversation(question, question);
  expect(answers).toEqual([['the secret']]);
  expect(refusals).toEqual([expect.stringContaining('does not accept this password')]);
});

test('an expired password is said to be one', () => {
  const { refusals } = conversation([{ prompt: 'New password: ', echo: false }]);
  expect(refusals).toEqual([expect.stringContaining('has expired')]);
});
