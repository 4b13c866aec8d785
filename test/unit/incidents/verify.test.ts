/** What an incident log proves: whatever is done to it shows, by name; and a part of it says what it is a part of. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sha256Of } from '../../../electron/incidents/evidence.ts';
import { verifyLog } from '../../../electron/incidents/verify.ts';
import type { IncidentProblem } from '../../../shared/incident-methods.ts';
import { writeZip } from '../../incidents/write-zip.ts';
import { LogFixture } from './log-fixture.ts';

let fixture: LogFixture;
beforeEach(() => {
  fixture = new LogFixture();
});
afterEach(() => fixture[Symbol.dispose]());

const entries = 'journal/entries.jsonl';

/** Puts the hashes and sizes of the files as they are now into the manifest, as a forger would. */
function withManifest(
  files: Map<string, string>,
  change: (manifest: Manifest) => void = () => undefined,
): void {
  const manifest = JSON.parse(files.get('manifest.json') ?? '') as Manifest;
  for (const file of manifest.files) {
    const text = files.get(file.name) ?? '';
    Object.assign(file, { sha256: sha256Of(text), bytes: Buffer.byteLength(text) });
  }
  change(manifest);
  files.set('manifest.json', JSON.stringify(manifest));
}

interface Manifest {
  files: { name: string; sha256: string; bytes: number }[];
  journal: { entries: number; head: string; included: [number, number][]; redacted: number[] };
}

async function problemsOf(files: Map<string, string>): Promise<Pick<IncidentProblem, 'kind' | 'name'>[]> {
  await writeZip(fixture.out, files);
  const { problems, isWhole } = await fixture.verify();
  expect(isWhole).toBe(problems.length === 0);
  return problems.map(({ kind, name }) => ({ kind, name }));
}

describe('an incident log that was changed', { timeout: 30_000 }, () => {
  let files: Map<string, string>;
  beforeEach(async () => {
    const run = fixture.run();
    fixture.keep(run, { 'kernel.log': 'all is well\n' });
    ({ files } = await fixture.export());
    expect(await problemsOf(files)).toEqual([]);
  });

  test('names each file that was changed, removed or added', async () => {
    for (const name of files.keys()) {
      if (name === 'manifest.json') continue;
      const changed = new Map(files).set(name, `${files.get(name)} `);
      expect(await problemsOf(changed), name).toContainEqual({ kind: 'file-changed', name });
      const fewer = new Map([...files].filter(([each]) => each !== name));
      expect(await problemsOf(fewer), name).toContainEqual({ kind: 'file-missing', name });
    }
    const more = new Map(files).set('note.txt', 'I was here');
    expect(await problemsOf(more)).toEqual([{ kind: 'file-added', name: 'note.txt' }]);
  });

  test('names an entry whose content was changed, also when the manifest was made to fit', async () => {
    const lines = (files.get(entries) ?? '').split('\n').filter((line) => line !== '');
    for (const [index, line] of lines.entries()) {
      if (index % 6 > 0) continue;
      const entry = JSON.parse(line) as { seq: number };
      for (const change of [
        { data: { name: 'forged' } },
        { at: '2001-01-01T00:00:00.000Z' },
        { run: 'r7' },
      ]) {
        const forged = lines.with(index, JSON.stringify({ ...entry, ...change }));
        const changed = new Map(files).set(entries, `${forged.join('\n')}\n`);
        withManifest(changed);
        expect(await problemsOf(changed)).toContainEqual({ kind: 'entry-changed', name: String(entry.seq) });
      }
    }
  });

  test('names an entry that was removed, added or put elsewhere, also when the manifest was made to fit', async () => {
    const lines = (files.get(entries) ?? '').split('\n').filter((line) => line !== '');
    const forgedWith = async (forged: string[]) => {
      const changed = new Map(files).set(entries, `${forged.join('\n')}\n`);
      withManifest(changed);
      return problemsOf(changed);
    };
    expect(await forgedWith(lines.toSpliced(3, 1))).toEqual([{ kind: 'entry-missing', name: '4' }]);
    expect(await forgedWith(lines.slice(0, -1))).toEqual([
      { kind: 'entry-missing', name: String(lines.length) },
    ]);
    expect(await forgedWith(lines.toSpliced(3, 0, lines[3] ?? ''))).toEqual([
      { kind: 'entry-added', name: '4' },
    ]);
    expect(await forgedWith([...lines, (lines[3] ?? '').replace('"seq":4', '"seq":99')])).toEqual([
      { kind: 'entry-added', name: '99' },
    ]);
    expect(await forgedWith([...lines, 'no entry'])).toEqual([{ kind: 'entry-added', name: 'unreadable' }]);
  });

  test('names the gap in the list of hashes', async () => {
    const hashes = (files.get('journal/chain.txt') ?? '').split('\n');
    for (const forged of [
      hashes.toSpliced(2, 1),
      hashes.with(2, `3 ${'0'.repeat(64)}`),
      hashes.slice(0, -2),
    ]) {
      const changed = new Map(files).set('journal/chain.txt', forged.join('\n'));
      withManifest(changed);
      expect(await problemsOf(changed)).not.toEqual([]);
    }
  });

  test('names what a host told, where it is not what the journal noted then', async () => {
    const name = [...files.keys()].find((each) => each.endsWith('kernel.log')) ?? '';
    const changed = new Map(files).set(name, 'all was lost\n');
    withManifest(changed);
    expect(await problemsOf(changed)).toEqual([{ kind: 'evidence-changed', name }]);
  });

  test('shows another fingerprint, when all of it was made anew to fit', async () => {
    const before = (await fixture.verify()).log?.fingerprint;
    withManifest(files, (manifest) => Object.assign(manifest, { madeAt: '2001-01-01T00:00:00.000Z' }));
    expect(await problemsOf(files)).toEqual([]);
    expect((await fixture.verify()).log?.fingerprint).not.toBe(before);
  });

  test('whatever byte of the zip is another one, none of its content is', { timeout: 60_000 }, async () => {
    const whole = readFileSync(fixture.out);
    for (let at = 0; at < whole.length; at += 401) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 0x5a;
      writeFileSync(fixture.out, bytes);
      const { isWhole } = await fixture.verify();
      // Times and attributes of the files in the zip are nobody's content.
      if (isWhole) expect(await readable(bytes), `byte ${at}`).toEqual(files);
    }
  });

  test('with bytes before, behind or cut off is none', async () => {
    const whole = readFileSync(fixture.out);
    const more = Buffer.from('more');
    for (const bytes of [
      Buffer.concat([more, whole]),
      Buffer.concat([whole, more]),
      whole.subarray(0, -40),
    ]) {
      writeFileSync(fixture.out, bytes);
      expect(await fixture.verify()).toMatchObject({ isWhole: false, problems: [{ kind: 'not-readable' }] });
    }
  });

  test('with bytes hidden between its files and its directory is none', async () => {
    const whole = readFileSync(fixture.out);
    const end = whole.lastIndexOf(Buffer.from('504b0506', 'hex'));
    const directory = whole.readUInt32LE(end + 16);
    const hidden = Buffer.from('for somebody who knows where to look');
    const bytes = Buffer.concat([whole.subarray(0, directory), hidden, whole.subarray(directory)]);
    bytes.writeUInt32LE(directory + hidden.length, end + hidden.length + 16);
    writeFileSync(fixture.out, bytes);
    expect(await fixture.verify()).toMatchObject({ isWhole: false, problems: [{ kind: 'not-readable' }] });
  });

  async function readable(bytes: Buffer): Promise<Map<string, string>> {
    const { readZip } = await import('../../incidents/read-zip.ts');
    const file = path.join(fixture.home, 'again.zip');
    writeFileSync(file, bytes);
    return readZip(file);
  }
});

describe('a part of the journal', () => {
  test('of a run has its entries, proved by the hashes of all', async () => {
    fixture.run({ container: 'other' });
    const run = fixture.run();
    const { entries: counts, files } = await fixture.export({ run });
    const seqs = (files.get(entries) ?? '')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { run: string });
    expect(new Set(seqs.map((entry) => entry.run))).toEqual(new Set([run]));
    expect(counts.included).toBeLessThan(counts.total);
    expect(await fixture.verify()).toMatchObject({
      isWhole: true,
      log: { run, entries: { total: counts.total, proved: counts.included, redacted: 0 } },
    });
    expect(files.get('report.html')).toContain(
      `${counts.included} of the journal&#39;s ${counts.total} entries`,
    );
  });

  test('since a time has what happened from then on, and no run from before', async () => {
    fixture.run({ container: 'other' });
    const since = new Date(Date.now() + 60_000).toISOString();
    const made = await fixture.export({ since });
    expect(made).toMatchObject({ runs: [], entries: { included: 0 } });
    expect(await fixture.verify()).toMatchObject({ isWhole: true });
  });

  test('of an empty journal is whole too', async () => {
    await fixture.export();
    expect(await fixture.verify()).toMatchObject({ isWhole: true, log: { head: null } });
  });
});

test('a journal that was changed behind its back is exported, says so, and does not pass', async () => {
  fixture.run();
  const raw = new Database(fixture.journal.file);
  raw.exec('DROP TRIGGER history_refuses_update');
  raw.exec(`UPDATE history SET data = '{"name":"forged"}' WHERE seq = 3`);
  raw.close();
  const { files } = await fixture.export();
  expect(files.get('report.html')).toContain('changed behind its back, from this entry on:</strong> 3');
  expect(await fixture.verify()).toMatchObject({ problems: [{ kind: 'entry-changed', name: '3' }] });
});

test('whatever a file holds, it is told and not thrown', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.boolean(), async (bytes, hasEnd) => {
      // An empty zip, with something before its end.
      const end = Buffer.from(`504b0506${'00'.repeat(18)}`, 'hex');
      writeFileSync(fixture.out, hasEnd ? Buffer.concat([bytes, end]) : bytes);
      expect(await fixture.verify()).toMatchObject({ isWhole: false, problems: [{ kind: 'not-readable' }] });
    }),
  );
});

test('a file that is no zip, and one that is not there, are told as such', async () => {
  writeFileSync(fixture.out, 'not a zip at all');
  expect(await fixture.verify()).toMatchObject({ isWhole: false, problems: [{ kind: 'not-readable' }] });
  await expect(verifyLog(path.join(fixture.home, 'nowhere.zip'))).rejects.toMatchObject({
    code: 'not-found',
  });
});

test('a file that unpacks to more than it should is not read to its end', { timeout: 30_000 }, async () => {
  fixture.run();
  const { files } = await fixture.export();
  const bomb = new Map(files).set('report.html', 'x'.repeat(64 * 1024 * 1024));
  expect(await problemsOf(bomb)).toEqual([{ kind: 'file-changed', name: 'report.html' }]);
});
