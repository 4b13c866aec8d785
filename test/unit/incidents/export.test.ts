/** The file of an incident log is there as a whole or not at all, and what is kept of hosts stays within bounds. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { instantOf } from '../../../electron/cli/instant.ts';
import { writeLog } from '../../../electron/incidents/log-writer.ts';
import { Station } from '../../../electron/station.ts';
import { ShiplockError } from '../../../shared/errors.ts';
import { LogFixture } from './log-fixture.ts';

let fixture: LogFixture;
beforeEach(() => {
  fixture = new LogFixture();
});
afterEach(() => fixture[Symbol.dispose]());

const filesIn = (folder: string): string[] =>
  readdirSync(folder).filter((name) => name.includes('incident.zip'));

describe('an export', () => {
  test('replaces no file unless told to', async () => {
    fixture.run();
    writeFileSync(fixture.out, 'mine');
    await expect(fixture.export({ force: false })).rejects.toMatchObject({ code: 'usage' });
    expect(readFileSync(fixture.out, 'utf8')).toBe('mine');
    await fixture.export({ force: true });
    expect(await fixture.verify()).toMatchObject({ isWhole: true });
    expect(statSync(fixture.out).mode & 0o077).toBe(0);
  });

  test('that fails or is cancelled midway leaves nothing, and the file that was there', async () => {
    writeFileSync(fixture.out, 'mine');
    const failing = writeLog(fixture.out, { force: true, signal: undefined }, async (writer) => {
      await writer.add('a', ['text']);
      throw new Error('broken');
    });
    await expect(failing).rejects.toThrow('broken');
    const abort = new AbortController();
    const cancelled = writeLog(fixture.out, { force: true, signal: abort.signal }, async (writer) => {
      await writer.add('a', ['text']);
      abort.abort();
      await writer.add('b', ['text']);
    });
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    expect(filesIn(fixture.home)).toEqual(['incident.zip']);
    expect(readFileSync(fixture.out, 'utf8')).toBe('mine');
  });

  test('has the report as a PDF, or says why not and is whole all the same', async () => {
    fixture.run();
    expect((await fixture.export()).files.get('report.pdf')).toBe('%PDF');
    fixture.printPage = () =>
      Promise.reject(new ShiplockError('not-found', { en: 'There is no browser.', zh: '没有浏览器。' }));
    const { files, missing } = await fixture.export({ language: 'zh' });
    expect(files.has('report.pdf')).toBe(false);
    expect(missing).toContainEqual({
      what: { en: 'The report as a PDF', zh: 'PDF 格式的报告' },
      why: { en: 'There is no browser.', zh: '没有浏览器。' },
    });
    expect(JSON.parse(files.get('manifest.json') ?? '').missing).toEqual(missing);
    expect(await fixture.verify()).toMatchObject({ isWhole: true, problems: [] });
  });

  test('that is cancelled while its PDF is made leaves nothing', async () => {
    fixture.run();
    const abort = new AbortController();
    fixture.printPage = async (_, signal) => {
      abort.abort();
      signal?.throwIfAborted();
      return Buffer.from('%PDF');
    };
    const cancelled = fixture.export({}, { signal: abort.signal });
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    expect(filesIn(fixture.home)).toEqual([]);
  });

  test('to a place that cannot be written says so', async () => {
    fixture.run();
    const out = path.join(fixture.home, 'nowhere', 'incident.zip');
    await expect(fixture.export({ out })).rejects.toMatchObject({
      code: 'usage',
      details: expect.stringContaining('ENOENT'),
    });
  });

  test('of a run that is not known is refused', async () => {
    await expect(fixture.export({ run: 'r9' })).rejects.toMatchObject({ code: 'not-found' });
    expect(filesIn(fixture.home)).toEqual([]);
  });

  test('is offered by the contract, and needs no host', async () => {
    fixture.run();
    using station = new Station(fixture.home);
    const phases: string[] = [];
    const made = await station.call(
      'incidents.export',
      { out: fixture.out },
      { onEvent: (event) => void (event.event === 'incident.progress' && phases.push(event.phase)) },
    );
    expect(phases).toEqual(['journal', 'report', 'pdf', 'pack']);
    expect(await station.call('incidents.verify', { file: fixture.out })).toMatchObject({
      isWhole: true,
      log: { fingerprint: made.fingerprint },
    });
  });
});

describe('what hosts told', () => {
  test('makes room for what comes later, and is readable by its owner only', { timeout: 30_000 }, () => {
    const run = fixture.run();
    const large = 'x'.repeat(12 * 1024 * 1024);
    for (let count = 0; count < 7; count += 1) fixture.keep(run, { 'kernel.log': large });
    const folder = path.join(fixture.home, 'evidence');
    const sizes = readdirSync(folder).map((name) => statSync(path.join(folder, name)).size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(64 * 1024 * 1024);
    expect(sizes.length).toBeGreaterThan(3);
    expect(statSync(folder).mode & 0o077).toBe(0);
  });

  test('is not noted where it could not be kept', () => {
    const run = fixture.run();
    const before = fixture.journal.history.head()?.seq;
    writeFileSync(path.join(fixture.home, 'evidence'), 'in the way');
    expect(() => fixture.keep(run, { 'kernel.log': 'x' })).toThrow();
    expect(fixture.journal.history.head()?.seq).toBe(before);
  });
});

test('a time is typed as people do', () => {
  const now = new Date('2026-02-01T12:00:00Z');
  expect(instantOf('24h', now)).toBe('2026-01-31T12:00:00.000Z');
  expect(instantOf('90m', now)).toBe('2026-02-01T10:30:00.000Z');
  expect(instantOf('2026-01-31T08:00Z', now)).toBe('2026-01-31T08:00:00.000Z');
  expect(instantOf('2026-01-31', now)).toBe(new Date(2026, 0, 31).toISOString());
  expect(instantOf('yesterday', now)).toBe('yesterday');
});
