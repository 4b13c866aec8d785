/** A store of a desktop whose keyring is a real one: GNOME's, over a session bus of its own. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const isInstalled = spawnSync('gnome-keyring-daemon', ['--version']).status === 0;
const program = path.join(import.meta.dirname, 'keyring-store.ts');

interface Opened {
  readonly asked: readonly string[];
  readonly told: readonly string[];
  readonly error?: { readonly code: string; readonly details?: string };
}

describe.skipIf(!isInstalled)('a store made where gnome-keyring runs', () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(path.join(tmpdir(), 'shiplock-keyring-'));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  /** In a new session of the desktop, whose user has logged in with that password, or not at all. */
  function open(password: string | undefined, answer?: string): Opened {
    const unlock =
      password === undefined
        ? ''
        : 'printf %s "$PASSWORD" | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null || exit 1;';
    const told = path.join(home, 'told.json');
    const words = [
      process.execPath,
      program,
      path.join(home, 'store'),
      told,
      ...(answer === undefined ? [] : [answer]),
    ];
    const { stderr, status } = spawnSync(
      'dbus-run-session',
      ['--', 'sh', '-c', `${unlock} exec "$@"`, 'sh', ...words],
      {
        env: { PATH: process.env['PATH'], HOME: home, PASSWORD: password },
        encoding: 'utf8',
        timeout: 60_000,
      },
    );
    expect(status, stderr).toBe(0);
    return JSON.parse(readFileSync(told, 'utf8')) as Opened;
  }

  test('opens in the next session without a question', () => {
    expect(open('of the user')).toMatchObject({
      asked: [],
      told: [expect.stringMatching(/^AGE-SECRET-KEY-1/)],
    });
    expect(open('of the user')).toEqual({ asked: [], told: [] });
  });

  test('opens with the recovery key where the keyring is not to be had, and with nothing else', () => {
    const { told } = open('of the user');
    expect(open(undefined, 'a guess')).toMatchObject({ error: { code: 'store-locked' } });
    expect(open(undefined, told[0])).toEqual({ asked: ['passphrase'], told: [] });
  });
});
