/** Hosts have their rounds while they are idle, again and again, whatever becomes of other hosts. The hosts are made up. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { AheadWatch } from '../../electron/backups/ahead/watch.ts';
import { type Activity, parseActivity } from '../../electron/backups/policy/activity.ts';
import { openJournal } from '../../electron/journal/journal.ts';
import { Station } from '../../electron/station.ts';
import type { Event } from '../../shared/contract.ts';
import { fromErrorData } from '../../shared/errors.ts';
import type { AheadRound, CarriedImage } from '../../shared/image-methods.ts';
import { inEnglish } from '../english.ts';
import { HandClock } from './policy/hand-clock.ts';

const idle = parseActivity('');
const busy: Activity = { ...idle, load: 2 };

let clock: HandClock;
let stop: AbortController;
let hosts: string[];
let rounds: string[];
let told: AheadRound[];
let look: (host: string) => Promise<Activity>;
let images: CarriedImage[];

beforeEach(() => {
  clock = new HandClock('2026-05-01T10:00:00.000Z');
  stop = new AbortController();
  hosts = ['upper'];
  rounds = [];
  told = [];
  look = async () => idle;
  images = [];
});

const image = (is: CarriedImage['is']): CarriedImage => ({
  ...{ name: 'gauge:1', digest: 'sha256:0', containers: ['gauge'], is, bytes: 0 },
  ...(is === 'failed' && { error: { code: 'engine-failed' as const, message: 'No.' } }),
});

const made = () =>
  new AheadWatch(
    {
      hosts: () => hosts,
      look,
      async round(host) {
        rounds.push(`${host} ${new Date(clock.now()).toISOString().slice(11, 16)}`);
        return { host, stored: { host, images }, letGo: [] };
      },
      tell: (round) => told.push(round),
    },
    clock,
  );

async function watched(minutes: number): Promise<void> {
  const watching = made().run(stop.signal);
  await clock.pass(minutes);
  stop.abort();
  await watching;
}

test('a host has a round at once and every ten minutes; one that is wished for later has its own', async () => {
  const watching = made().run(stop.signal);
  await clock.pass(5);
  hosts.push('lower');
  await clock.pass(7);
  stop.abort();
  await watching;
  expect(rounds).toEqual(['upper 10:00', 'lower 10:06', 'upper 10:10']);
});

test('a busy host is waited for; one that is never idle has its round after six hours', async () => {
  look = async () => (clock.elapsed() < 180_000 ? busy : idle);
  await watched(4);
  expect(rounds).toEqual(['upper 10:03']);
  rounds = [];
  stop = new AbortController();
  look = async () => busy;
  const watching = made().run(stop.signal);
  await clock.pass(370);
  stop.abort();
  await watching;
  expect(rounds).toHaveLength(1);
});

test('a host that does not answer is told of once, asked again after half an hour, and holds up no other', async () => {
  hosts = ['upper', 'lower'];
  look = async (host) => {
    if (host === 'upper')
      throw fromErrorData({ code: 'host-unreachable', message: 'upper does not answer.' });
    return idle;
  };
  await watched(35);
  expect(told.map(({ host, error }) => [host, inEnglish(error?.message)])).toEqual([
    ['upper', 'upper does not answer.'],
  ]);
  expect(rounds.filter((round) => round.startsWith('lower'))).toHaveLength(4);
});

test('what came is told each time, what was there never, what fails once until it is mended', async () => {
  const telling = made().run(stop.signal);
  await clock.pass(1);
  expect(told).toHaveLength(0);
  images = [image('failed')];
  await clock.pass(20);
  expect(told).toHaveLength(1);
  images = [image('carried')];
  await clock.pass(10);
  expect(told).toHaveLength(2);
  images = [image('there')];
  await clock.pass(10);
  expect(told).toHaveLength(2);
  images = [image('failed')];
  await clock.pass(10);
  expect(told).toHaveLength(3);
  stop.abort();
  await telling;
});

test('`backup watch` makes the rounds too', async () => {
  const home = mkdtempSync(path.join(tmpdir(), 'shiplock-watch-'));
  try {
    using journal = openJournal(home);
    const login = { port: 1, user: 'root', login: 'password' as const, sudo: false, hostKey: 'SHA256:x' };
    journal.hosts.add({ name: 'upper', address: '127.0.0.1', ...login });
    journal.imagesAhead.set({ host: 'upper', standby: undefined });
    using station = new Station(home);
    const events: Event[] = [];
    const askSecret = async () => 'a boat in a lock';
    const options = { askSecret, onEvent: (event: Event) => events.push(event) };
    await station.call('policies.watch', { once: true }, options);
    expect(events.find(({ event }) => event === 'images.rounded')).toMatchObject({
      host: 'upper',
      error: { code: 'host-unreachable' },
    });
  } finally {
    rmSync(home, { recursive: true });
  }
});

test('once is once: a busy host is left for the next time', async () => {
  hosts = ['upper', 'lower'];
  look = async (host) => (host === 'upper' ? busy : idle);
  await made().once(stop.signal);
  expect(rounds).toEqual(['lower 10:00']);
});
