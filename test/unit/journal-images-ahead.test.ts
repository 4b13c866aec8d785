/** What the journal knows of images that are stored ahead of a move: it goes with the hosts that it is about. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Journal, openJournal } from '../../electron/journal/journal.ts';

let home: string;
let journal: Journal;

beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'shiplock-ahead-'));
  journal = openJournal(home);
  for (const name of ['upper', 'lower'])
    journal.hosts.add({
      ...{ name, address: '192.0.2.1', port: 22, user: 'root', login: 'agent', sudo: false },
      hostKey: 'SHA256:x',
    });
});
afterEach(() => {
  journal.close();
  rmSync(home, { recursive: true });
});

const seen = (container: string, image: string, day: number, host = 'upper') => ({
  ...{ host, container, image, name: `${image}:1` },
  seenAt: `2026-03-0${day}T00:00:00.000Z`,
});
const sent = { source: 'upper', standby: 'lower', image: 'a', name: 'a:1', manifest: 'm' };

test('a host has one wish, which ends; hosts that are not known, and a host as its own standby, are refused', () => {
  journal.imagesAhead.set({ host: 'upper', standby: undefined });
  journal.imagesAhead.set({ host: 'upper', standby: 'lower' });
  expect(journal.imagesAhead.list()).toEqual([{ host: 'upper', standby: 'lower' }]);
  expect(() => journal.imagesAhead.set({ host: 'weir', standby: undefined })).toThrow(/weir/);
  expect(() => journal.imagesAhead.set({ host: 'upper', standby: 'weir' })).toThrow(/weir/);
  expect(() => journal.imagesAhead.set({ host: 'upper', standby: 'upper' })).toThrow(/standby/);
  journal.imagesAhead.end('upper');
  expect(journal.imagesAhead.list()).toEqual([]);
  expect(() => journal.imagesAhead.end('upper')).toThrow(expect.objectContaining({ code: 'not-found' }));
  expect(journal.history.verify().brokenAt).toBeNull();
});

test('a container keeps the images that it was seen to have until they are too long ago, on its own host alone', () => {
  journal.containerImages.note([seen('gauge', 'a', 1), seen('pump', 'a', 1, 'lower')]);
  journal.containerImages.note([seen('gauge', 'b', 2)]);
  journal.containerImages.note([seen('gauge', 'b', 3)]);
  const images = () =>
    journal.containerImages.list().map(({ host, image, seenAt }) => [host, image, seenAt[9]]);
  expect(images()).toEqual([
    ['lower', 'a', '1'],
    ['upper', 'a', '1'],
    ['upper', 'b', '3'],
  ]);
  journal.containerImages.forgetBefore('upper', '2026-03-02T00:00:00.000Z');
  expect(images()).toEqual([
    ['lower', 'a', '1'],
    ['upper', 'b', '3'],
  ]);
  expect(journal.containerImages.forget('upper')).toBe(1);
});

test('what was sent to a standby host is known until it is taken away', () => {
  journal.imagesAhead.noteSent(sent);
  journal.imagesAhead.noteSent({ ...sent, manifest: 'n' });
  expect(journal.imagesAhead.sentTo('lower')).toEqual([{ ...sent, manifest: 'n' }]);
  expect(journal.imagesAhead.sentTo('upper')).toEqual([]);
  journal.imagesAhead.forgetSent(sent);
  expect(journal.imagesAhead.sentTo('lower')).toEqual([]);
});

test('a host that is removed takes with it what is about it; one that had it as its standby has none then', () => {
  journal.imagesAhead.set({ host: 'upper', standby: 'lower' });
  journal.imagesAhead.noteSent(sent);
  journal.containerImages.note([seen('gauge', 'a', 1), seen('pump', 'a', 1, 'lower')]);
  journal.hosts.remove('lower');
  expect(journal.imagesAhead.list()).toEqual([{ host: 'upper', standby: undefined }]);
  expect(journal.imagesAhead.sentTo('lower')).toEqual([]);
  expect(journal.containerImages.list().map(({ host }) => host)).toEqual(['upper']);
  journal.hosts.remove('upper');
  expect(journal.imagesAhead.list()).toEqual([]);
});
