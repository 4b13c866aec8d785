/** Policies are carried out for as long as a shell is open, and what keeps them from it is told. The station is a stand-in. */
import { afterEach, expect, test } from 'vitest';
import { keepPolicies } from '../../../electron/kept-policies.ts';
import type { Event } from '../../../shared/contract.ts';
import { ShiplockError } from '../../../shared/errors.ts';
import type { SecretRequest } from '../../../shared/model.ts';
import { until } from '../../edge/condition.ts';
import { type PendingCall, StandInStation } from './window-stand-in.ts';

const policy = { host: 'river', container: 'gauge', everySeconds: 3600, keep: 3 };
let over = new AbortController();
afterEach(() => over.abort());

/** A station with one policy, which is asked again at once. `watches`: what becomes of each attempt. */
function keep(watches: (call: PendingCall) => void) {
  over = new AbortController();
  const station = new StandInStation();
  const told: Event[] = [];
  const asked: SecretRequest[] = [];
  const answered = new Set<PendingCall>();
  const answer = setInterval(() => {
    for (const call of station.calls.filter((each) => !answered.has(each))) {
      answered.add(call);
      if (call.method === 'policies.list') call.end([policy]);
      else if (call.method === 'images.wishes') call.end([]);
      else watches(call);
    }
  }, 5);
  const kept = keepPolicies({
    station,
    signal: over.signal,
    tell: (event) => told.push(event),
    askSecret: async (request) => void asked.push(request),
    retryMs: 10,
  }).finally(() => clearInterval(answer));
  return { station, told, asked, kept };
}

const why = { en: 'The store is locked.', zh: '存储库已锁定。' };
const locked = new ShiplockError('store-locked', why);

test('they are carried out until the shell ends, which is no failure', async () => {
  const { station, told, kept } = keep(() => undefined);
  await until('they are watched', () => station.calls.some(({ method }) => method === 'policies.watch'));
  over.abort();
  await kept;
  expect(told).toEqual([]);
});

test('what keeps them from being carried out is told of each, once for as long as it lasts', async () => {
  let attempts = 0;
  const { told } = keep((call) => {
    attempts += 1;
    call.fail(locked);
  });
  await until('it was tried again', () => attempts >= 3);
  expect(told).toEqual([{ event: 'policy.state', host: 'river', container: 'gauge', is: 'failed', why }]);
});

test('it is told again when they were carried out in between', async () => {
  let attempts = 0;
  const { told } = keep((call) => {
    attempts += 1;
    if (attempts === 2)
      call.options.onEvent?.({ event: 'policy.state', host: 'river', container: 'gauge', is: 'waiting' });
    call.fail(locked);
  });
  await until('it was told again', () => told.length >= 3);
  expect(told.map((event) => event.event === 'policy.state' && event.is)).toEqual([
    'failed',
    'waiting',
    'failed',
  ]);
});

test('nobody is asked for a secret who may not be there', async () => {
  const { asked } = keep((call) => void call.ask({ kind: 'store-passphrase', isRetry: false }));
  await until('it was asked for', () => asked.length > 0);
  expect(asked).toMatchObject([{ kind: 'store-passphrase', onlyIfAtHand: true }]);
});
