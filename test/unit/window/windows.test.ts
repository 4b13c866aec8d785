/** The contract for windows: calls, what is told meanwhile, secrets, and what becomes of it all when a window closes. */
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Windows } from '../../../electron/windows.ts';
import { fromErrorData } from '../../../shared/errors.ts';
import { StandInStation, StandInWindow } from './window-stand-in.ts';

function setUp() {
  const station = new StandInStation();
  const windows = new Windows(station);
  return { station, windows, window: new StandInWindow(windows) };
}

const move = { kind: 'call', id: 1, method: 'moves.start', input: { container: 'gauge' } } as const;
const password = { host: 'river', user: 'root', kind: 'password', isRetry: false } as const;
const settled = setImmediate;

test('a call has its result, and a failure is as it was thrown', async () => {
  const { station, window } = setUp();
  window.say({ kind: 'call', id: 7, method: 'hosts.list', input: {} });
  expect(station.last).toMatchObject({ method: 'hosts.list', input: {} });
  station.last.end([]);
  await settled();
  window.say({ kind: 'call', id: 8, method: 'hosts.list', input: {} });
  const failure = {
    message: { en: 'It is damaged.', zh: '日志已损坏。' },
    remedy: { en: 'Mend it.', zh: '请修复。' },
  };
  station.last.fail(fromErrorData({ code: 'journal', ...failure }));
  await settled();
  expect(window.heard).toMatchObject([
    { kind: 'result', call: 7, output: [] },
    { kind: 'failed', call: 8, error: { code: 'journal', ...failure } },
  ]);
});

test.each([
  ['nothing', undefined],
  ['another kind', { kind: 'shout' }],
  ['a method that is none', { kind: 'call', id: 1, method: 'hosts.drain', input: {} }],
  ['a method of every object', { kind: 'call', id: 1, method: 'toString', input: {} }],
  ['an id that is no number', { kind: 'call', id: '1', method: 'hosts.list', input: {} }],
  ['more than there is to say', { kind: 'cancel', id: 1, all: true }],
  ['a secret that is too long', { kind: 'answer', ask: 1, secret: 'x'.repeat(10_001) }],
])('%s is nothing that a window says: its wire is refused, and nothing is called', (_, message) => {
  const { station, window } = setUp();
  window.sayAnything(message);
  expect(window.refused).toHaveLength(1);
  expect(station.calls).toEqual([]);
});

test('a number that is given to two calls at once is refused', () => {
  const { station, window } = setUp();
  window.say({ kind: 'call', id: 1, method: 'hosts.list', input: {} });
  window.say({ kind: 'call', id: 1, method: 'runs.list', input: {} });
  expect(window.refused).toHaveLength(1);
  expect(station.calls).toHaveLength(1);
});

test('a window cancels its own call, and no other window does', async () => {
  const { station, windows, window } = setUp();
  window.say(move);
  new StandInWindow(windows).say({ kind: 'cancel', id: 1 });
  expect(station.last.options.signal?.aborted).toBe(false);
  window.say({ kind: 'cancel', id: 1 });
  await settled();
  expect(window.heard).toMatchObject([{ kind: 'failed', call: 1, error: { code: 'cancelled' } }]);
});

test.each([
  'moves.start',
  'restores.start',
  'runs.resume',
  'runs.rollback',
  'runs.rescue',
  'backups.take',
] as const)('%s goes on when its window closes, until it has ended', async (method) => {
  const { station, windows, window } = setUp();
  window.say({ kind: 'call', id: 1, method, input: {} });
  window.close();
  expect(station.last.options.signal?.aborted).toBe(false);
  expect(windows.isBusy).toBe(true);
  station.last.end({});
  await settled();
  expect(windows.isBusy).toBe(false);
});

test('everything else ends with its window', () => {
  const { station, windows, window } = setUp();
  window.say({ kind: 'call', id: 1, method: 'hosts.watch', input: {} });
  expect(windows.isBusy).toBe(false);
  window.close();
  expect(station.last.options.signal?.reason).toMatchObject({ code: 'cancelled' });
});

test('a move that outlived its window is told to the window that is opened then', () => {
  const { station, windows, window } = setUp();
  window.say(move);
  window.close();
  const reopened = new StandInWindow(windows);
  const event = { event: 'run.step', run: 'r1', step: 'mark', state: 'done', runningOn: 'upper' } as const;
  station.last.options.onEvent?.(event);
  expect(reopened.heard).toEqual([{ kind: 'event', event }]);
  expect(window.heard).toEqual([]);
});

test('what a move tells, every window hears; its own as a part of its call', () => {
  const { station, windows, window } = setUp();
  const other = new StandInWindow(windows);
  window.say(move);
  const event = { event: 'run.step', run: 'r1', step: 'mark', state: 'began', runningOn: 'upper' } as const;
  station.last.options.onEvent?.(event);
  expect(window.heard).toEqual([{ kind: 'event', call: 1, event }]);
  expect(other.heard).toEqual([{ kind: 'event', event }]);
});

test('what somebody is told who looks on, no other window hears', () => {
  const { station, windows, window } = setUp();
  const other = new StandInWindow(windows);
  window.say({ kind: 'call', id: 1, method: 'runs.watchAll', input: {} });
  station.last.options.onEvent?.({ event: 'runs.changed', run: 'r1' });
  expect(window.heard).toHaveLength(1);
  expect(other.heard).toEqual([]);
});

test('every window is asked for a secret; the first answer counts, and the others are told that it was given', async () => {
  const { station, windows, window } = setUp();
  const other = new StandInWindow(windows);
  window.say(move);
  const secret = station.last.ask(password);
  await settled();
  const asked = { kind: 'ask', ask: 1, request: password };
  expect([window.heard, other.heard]).toEqual([[asked], [asked]]);
  other.say({ kind: 'answer', ask: 1, secret: 'first' });
  window.say({ kind: 'answer', ask: 1, secret: 'second' });
  expect(await secret).toBe('first');
  expect(window.heard.at(-1)).toEqual({ kind: 'asked', ask: 1 });
});

test('no answer is an answer too', async () => {
  const { station, window } = setUp();
  window.say(move);
  const secret = station.last.ask(password);
  await settled();
  window.say({ kind: 'answer', ask: 1 });
  expect(await secret).toBeUndefined();
});

test('what is asked while no window is open waits for one, and what is open is asked again when one reopens', async () => {
  const { station, windows, window } = setUp();
  window.say(move);
  window.close();
  const secret = station.last.ask(password);
  await settled();
  const reopened = new StandInWindow(windows);
  expect(reopened.heard).toEqual([{ kind: 'ask', ask: 1, request: password }]);
  reopened.say({ kind: 'answer', ask: 1, secret: 'open' });
  expect(await secret).toBe('open');
});

test('a call that is cancelled asks no more, and nobody goes on being asked', async () => {
  const { station, window } = setUp();
  window.say(move);
  const { ask } = station.last;
  const secret = ask(password);
  await settled();
  window.say({ kind: 'cancel', id: 1 });
  expect(await secret).toBeUndefined();
  expect(await ask(password)).toBeUndefined();
  expect(window.heard.filter(({ kind }) => kind === 'ask')).toHaveLength(1);
  expect(window.heard).toContainEqual({ kind: 'asked', ask: 1 });
});

test('nobody is disturbed for what is done without as well', async () => {
  const { station, window } = setUp();
  window.say(move);
  const request = { kind: 'store-passphrase', isRetry: false, onlyIfAtHand: true } as const;
  expect(await station.last.ask(request)).toBeUndefined();
  expect(window.heard).toEqual([]);
});

test('everything can be cancelled at once, also what has no window any more', () => {
  const { station, windows, window } = setUp();
  window.say(move);
  window.close();
  new StandInWindow(windows).say({ kind: 'call', id: 1, method: 'hosts.list', input: {} });
  windows.cancelAll(fromErrorData({ code: 'cancelled', message: 'Over.' }));
  expect(station.calls.map(({ options }) => options.signal?.aborted)).toEqual([true, true]);
});

test('whoever wants to know is told when windows come and go, and when what goes on without them ends', async () => {
  const { station, windows, window } = setUp();
  const seen: string[] = [];
  const stop = windows.onChange(() => seen.push(`${windows.count} ${windows.isBusy}`));
  window.say(move);
  window.close();
  station.last.end({});
  await settled();
  stop();
  new StandInWindow(windows);
  expect(seen).toEqual(['1 true', '0 true', '0 false']);
});
