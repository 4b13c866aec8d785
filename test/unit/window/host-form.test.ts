/** What is typed to add a host becomes one that the contract takes, or says what is wrong with it. */
import { expect, test } from 'vitest';
import {
  emptyHostForm,
  hostFrom,
  nameOf,
  problemsOf,
  usesSudo,
  withAddressTakenApart,
} from '../../../renderer/screens/station/host-form.ts';
import { host } from '../../../shared/model.ts';

const typed = { ...emptyHostForm, address: '10.0.0.5', key: '/keys/river' };

test('an empty form says all that is missing, the first field first', () => {
  expect([...problemsOf(emptyHostForm, [])]).toEqual([
    ['address', 'missing'],
    ['name', 'missing'],
    ['key', 'missing'],
  ]);
});

test('what is wrong is told by its field', () => {
  const of = (changed: Partial<typeof typed>) =>
    Object.fromEntries(problemsOf({ ...typed, ...changed }, ['dam']));
  expect(of({})).toEqual({});
  expect(of({ port: '0' })).toEqual({ port: 'noPort' });
  expect(of({ port: '22a' })).toEqual({ port: 'noPort' });
  expect(of({ user: ' ' })).toEqual({ user: 'missing' });
  expect(of({ name: 'dam' })).toEqual({ name: 'nameTaken' });
  expect(of({ name: 'the dam' })).toEqual({ name: 'badName' });
  expect(of({ key: '' })).toEqual({ key: 'missing' });
  expect(of({ key: '', login: 'agent' })).toEqual({});
});

test('the name follows the address until it is typed, and is one that the contract takes', () => {
  expect(nameOf(typed)).toBe('10.0.0.5');
  expect(nameOf({ ...typed, address: 'fd00::5' })).toBe('fd00-5');
  expect(nameOf({ ...typed, address: '::1' })).toBe('1');
  expect(nameOf({ ...typed, name: 'river' })).toBe('river');
});

test('sudo follows the user until it is chosen', () => {
  expect(usesSudo(typed)).toBe(false);
  expect(usesSudo({ ...typed, user: 'keeper' })).toBe(true);
  expect(usesSudo({ ...typed, user: 'keeper', sudo: false })).toBe(false);
});

test('a pasted address brings user and port with it, and leaves what it does not have', () => {
  const pasted = withAddressTakenApart({ ...typed, address: 'keeper@river:2222' });
  expect(pasted).toMatchObject({ address: 'river', user: 'keeper', port: '2222' });
  const bare = withAddressTakenApart({ ...typed, address: 'river', user: 'keeper', port: '2200' });
  expect(bare).toMatchObject({ address: 'river', user: 'keeper', port: '2200' });
});

test.each(['key', 'agent', 'password'] as const)('the login %s is one that the contract takes', (login) => {
  const made = hostFrom({ ...typed, login, jump: 'dam' }, 'SHA256:x');
  expect(host.parse(made)).toMatchObject({
    name: '10.0.0.5',
    login,
    port: 22,
    jump: 'dam',
    hostKey: 'SHA256:x',
  });
});
