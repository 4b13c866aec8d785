/** The journal's file and schema, and the hosts in it. Real database, real files. */
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { openJournal } from '../../electron/journal/journal.ts';
import { schemaSteps } from '../../electron/journal/schema/index.ts';
import type { Host } from '../../shared/model.ts';
import { newJournalPlace, withRaw } from './journal-file.ts';

let home: string;
let file: string;
beforeEach(() => {
  ({ home, file } = newJournalPlace());
});

const box = (name: string, more: Partial<Host> = {}): Host => {
  const login = more.key === undefined ? 'agent' : 'key';
  const hostKey = 'SHA256:abc';
  return { name, address: '10.0.0.1', port: 22, user: 'ops', login, sudo: true, hostKey, ...more };
};
const move = { containerName: 'gauge', containerId: 'c1', source: 'a', target: 'b', plan: { rounds: 3 } };

const pageBytes = 4096;
const isDamaged = () => expect.objectContaining({ code: 'journal', message: expect.stringContaining(file) });

describe('opening', () => {
  test('an empty home gets every schema step, in a file only its owner can read', () => {
    openJournal(home).close();
    expect(withRaw(file, (raw) => raw.pragma('user_version', { simple: true }))).toBe(schemaSteps.length);
    expect(schemaSteps.map((step) => step.version)).toEqual(schemaSteps.map((_, index) => index + 1));
    expect(statSync(home).mode & 0o777).toBe(0o700);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(home, 'journal.reserve')).mode & 0o777).toBe(0o600);
  });

  test('a journal of every older version is brought up to date and keeps what it holds', () => {
    for (const version of schemaSteps.keys()) {
      rmSync(home, { recursive: true, force: true });
      openJournal(home).close();
      rmSync(file);
      withRaw(file, (raw) => {
        for (const step of schemaSteps.slice(0, version)) raw.exec(step.sql);
        raw.pragma(`user_version = ${version}`);
        if (version === 0) return;
        const columns = 'name, address, port, user, key, sudo, jump, host_key';
        raw.exec(`INSERT INTO hosts (${columns}) VALUES ('a', 'h', 22, 'ops', NULL, 0, NULL, 'SHA256:abc')`);
        if (version > 2) return;
        raw.exec(
          `INSERT INTO hosts (${columns}) VALUES ('b', 'h', 22, 'ops', '/keys/b', 1, 'a', 'SHA256:def')`,
        );
      });
      using journal = openJournal(home);
      const logins = version === 0 ? [] : version > 2 ? ['agent'] : ['agent', 'key'];
      expect(journal.hosts.list().map((host) => host.login)).toEqual(logins);
      expect(journal.steps.of(journal.runs.begin(move))).toEqual([]);
    }
  });

  test('a journal from a newer Shiplock is refused and left as it is', () => {
    openJournal(home).close();
    withRaw(file, (raw) => raw.pragma('user_version = 99'));
    const before = readFileSync(file);
    expect(() => openJournal(home)).toThrow(
      expect.objectContaining({ code: 'journal', message: expect.stringMatching(/newer Shiplock/) }),
    );
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test('a file that is no database is refused by name', () => {
    openJournal(home).close();
    writeFileSync(file, 'not a database, not at all, by no means'.repeat(200));
    expect(() => openJournal(home)).toThrow(isDamaged());
  });

  test('to a database with a damaged page nothing is written, whichever page it is', () => {
    {
      using journal = openJournal(home);
      journal.runs.begin(move);
    }
    const sound = readFileSync(file);
    const writeOnce = (): void => {
      using opened = openJournal(home);
      opened.history.append('looked', {});
    };
    for (let page = 2; page <= sound.length / pageBytes; page += 1) {
      const from = (page - 1) * pageBytes;
      const spoilt = Buffer.from(sound).fill(0xa5, from, from + pageBytes);
      writeFileSync(file, spoilt);
      expect(writeOnce, `page ${page}`).toThrow(isDamaged());
      expect(readFileSync(file).equals(spoilt), `page ${page}`).toBe(true);
    }
  });

  test('a home that cannot be a folder is a journal error', () => {
    writeFileSync(home, '');
    expect(() => openJournal(home)).toThrow(expect.objectContaining({ code: 'journal' }));
  });

  test('every commit goes to the disk, through a write-ahead log, and the reserve is really allocated', () => {
    using journal = openJournal(home);
    const { size, blocks } = statSync(join(home, 'journal.reserve'));
    expect(size).toBe(4 * 1024 * 1024);
    expect(blocks * 512).toBeGreaterThanOrEqual(size);
    expect(journal.spaceLow).toBe(false);
    expect(withRaw(file, (raw) => raw.pragma('journal_mode', { simple: true }))).toBe('wal');
  });
});

describe('hosts', () => {
  test('come back as they were added', () => {
    const hosts = [
      box('a', { key: '/keys/a' }),
      box('b', { sudo: false, jump: 'a', port: 2222 }),
      box('c', { login: 'password', hostKeyType: 'ssh-ed25519' }),
    ];
    {
      using journal = openJournal(home);
      for (const host of hosts) journal.hosts.add(host);
    }
    using journal = openJournal(home);
    expect(journal.hosts.list()).toEqual(hosts);
    expect(journal.hosts.get('b')).toEqual(hosts[1]);
    expect(() => journal.hosts.get('d')).toThrow(expect.objectContaining({ code: 'not-found' }));
    journal.hosts.remove('b');
    expect(journal.hosts.list()).toEqual([hosts[0], hosts[2]]);
  });

  test('a taken name, an unknown jump host and what is not a host are refused', () => {
    using journal = openJournal(home);
    journal.hosts.add(box('a'));
    expect(() => journal.hosts.add(box('a'))).toThrow(expect.objectContaining({ code: 'usage' }));
    expect(() => journal.hosts.add(box('b', { jump: 'b' }))).toThrow(
      expect.objectContaining({ code: 'not-found' }),
    );
    for (const wrong of [{ port: 0 }, { login: 'password', key: '/keys/b' }, { login: 'key' }] as const) {
      expect(() => journal.hosts.add(box('b', wrong))).toThrow(expect.objectContaining({ code: 'usage' }));
    }
    expect(journal.history.verify().entries).toBe(1);
  });

  test('one that others are reached through, or that a running run uses, stays', () => {
    using journal = openJournal(home);
    for (const host of [box('a'), box('b', { jump: 'a' })]) journal.hosts.add(host);
    expect(() => journal.hosts.remove('a')).toThrow(/b can only be reached through it/);
    const run = journal.runs.begin(move);
    expect(() => journal.hosts.remove('b')).toThrow(/r1 is using it/);
    journal.runs.finish(run, 'rolled-back');
    journal.hosts.remove('b');
    journal.hosts.remove('a');
    expect(journal.hosts.list()).toEqual([]);
  });
});
