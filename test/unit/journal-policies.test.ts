/** What the journal knows of policies. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Journal, openJournal } from '../../electron/journal/journal.ts';
import type { Host } from '../../shared/model.ts';
import { backupPolicy } from '../../shared/policy-methods.ts';

let home: string;
let journal: Journal;
const upper: Host = {
  ...{ name: 'upper', address: '192.0.2.1', port: 22, user: 'root', login: 'agent', sudo: false },
  hostKey: 'SHA256:xPOI1u2FbyFZgUWNKyrCHlWwiXjrgWzSBcAO1BZPvsY',
};
const policy = backupPolicy.parse({ container: 'gauge', host: 'upper' });

beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'shiplock-policies-'));
  journal = openJournal(home);
  journal.hosts.add(upper);
});
afterEach(() => {
  journal.close();
  rmSync(home, { recursive: true });
});

test('a container and its host alone make a policy, and it outlives the process', () => {
  journal.policies.set(policy);
  journal.close();
  journal = openJournal(home);
  expect(journal.policies.list()).toMatchObject([{ ...policy, everySeconds: 21_600, keep: 12 }]);
});

test('one that is set again replaces the one before, with what came of that', () => {
  journal.policies.set(policy);
  journal.policies.note(policy, {
    is: 'failed',
    at: '2026-05-01T10:00:00.000Z',
    why: 'upper does not answer.',
  });
  expect(journal.policies.list()[0]?.outcome).toMatchObject({ is: 'failed' });
  journal.policies.set({ ...policy, keep: 3 });
  expect(journal.policies.list()).toMatchObject([{ keep: 3, outcome: undefined }]);
});

test('one is of a host that is known, and goes with it', () => {
  expect(() => journal.policies.set({ ...policy, host: 'lower' })).toThrow(
    expect.objectContaining({ code: 'not-found' }),
  );
  journal.policies.set(policy);
  journal.hosts.remove('upper');
  expect(journal.policies.list()).toEqual([]);
});

test('one that was ended is gone, and there is none to end again', () => {
  journal.policies.set(policy);
  journal.policies.end(policy);
  expect(journal.policies.list()).toEqual([]);
  expect(() => journal.policies.end(policy)).toThrow(expect.objectContaining({ code: 'not-found' }));
  journal.policies.note(policy, { is: 'taken', at: '2026-05-01T10:00:00.000Z', point: 'rp1' });
  expect(journal.policies.list()).toEqual([]);
  expect(journal.history.verify().brokenAt).toBeNull();
});
