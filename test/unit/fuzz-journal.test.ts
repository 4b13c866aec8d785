/** Whatever becomes of the journal's file: it is read as it was, or said to be damaged; and the chain shows every change. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HistoryVerdict } from '../../electron/journal/history.ts';
import { openJournal } from '../../electron/journal/journal.ts';
import { movePlan } from '../../electron/migration/move-plan.ts';
import { reportOf } from '../../electron/migration/report.ts';
import { Station } from '../../electron/station.ts';
import { asRunId } from '../../shared/ids.ts';
import { ShiplockError } from '../../shared/errors.ts';
import { anyText, expectSense, hold, resultOf, runs } from './fuzz.ts';

let folder: string;
let whole: Buffer;
let cases = 0;

const host = {
  address: '10.0.0.1',
  port: 22,
  user: 'ops',
  login: 'key' as const,
  key: '/keys/river',
  sudo: false,
  hostKey: 'SHA256:abc',
};
const run = asRunId('r1');

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shiplock-fuzz-'));
  const home = join(folder, 'whole');
  {
    using journal = openJournal(home);
    for (const name of ['river', 'dam']) journal.hosts.add({ ...host, name });
    journal.runs.begin({
      containerName: 'gauge',
      containerId: 'c1',
      source: 'river',
      target: 'dam',
      plan: { a: 1 },
    });
    for (const name of ['mark', 'workspace', 'create']) {
      journal.steps.intend(run, name, { containerId: 'x' });
      journal.steps.succeed(run, name, { ms: 3 });
    }
    journal.runs.finish(run, 'attention', {
      error: { code: 'attention', message: 'Look.' },
      report: { b: 2 },
    });
  }
  whole = readFileSync(join(home, 'journal.db'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes over it from that part of its length on, as far as it goes. */
function spoil(content: Buffer, part: number, bytes: Uint8Array): void {
  const at = Math.floor(part * content.length);
  content.set(bytes.subarray(0, content.length - at), at);
}

/** A data folder with that journal in it. The reserve is shared: it is large, and of no account here. */
function homeWith(content: Uint8Array): string {
  cases += 1;
  const home = join(folder, `home-${cases}`);
  mkdirSync(home);
  writeFileSync(join(home, 'journal.db'), content);
  symlinkSync(join(folder, 'whole', 'journal.reserve'), join(home, 'journal.reserve'));
  return home;
}

/** Reads and writes everything there is; each may fail, but only with `journal`. */
function useJournal(home: string): void {
  const journal = resultOf(() => openJournal(home), 'journal');
  if (journal === undefined) return;
  try {
    const attempt = <Result>(work: () => Result) => resultOf(work, 'journal');
    expectSense(attempt(() => journal.hosts.list()));
    expectSense(attempt(() => journal.history.verify()));
    attempt(() => journal.history.ofRun(run));
    attempt(() => journal.history.append('looked', { at: 1 }));
    for (const record of attempt(() => journal.runs.list()) ?? []) {
      attempt(() => journal.steps.of(record.id));
      attempt(() => reportOf(journal, record));
    }
    const who = { containerName: 'gauge', containerId: 'c1', source: 'river', target: 'dam' };
    const allowed = ['journal', 'busy', 'usage', 'not-found'];
    for (const work of [
      () => journal.runs.requireFree(who),
      () => journal.runs.claim(run),
      () => journal.steps.intend(run, 'freeze'),
      () => journal.hosts.remove('dam'),
    ]) {
      try {
        work();
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(ShiplockError);
        expect(allowed).toContain((thrown as ShiplockError).code);
      }
    }
  } finally {
    journal.close();
  }
}

function verdictOn(home: string): HistoryVerdict {
  using journal = openJournal(home);
  return journal.history.verify();
}

const withRaw = (home: string, use: (raw: Database.Database) => void): void => {
  const raw = new Database(join(home, 'journal.db'));
  try {
    use(raw);
  } finally {
    raw.close();
  }
};

describe('the journal’s file', () => {
  test('with any of its bytes changed is read, or said to be damaged', () => {
    const edit = fc.tuple(
      fc.double({ min: 0, max: 0.9999, noNaN: true }),
      fc.uint8Array({ minLength: 1, maxLength: 40 }),
    );
    // Its head and its first page, where all that SQLite believes of the rest is, get more of them.
    const headEdit = fc.tuple(
      fc.double({ min: 0, max: 0.004, noNaN: true }),
      fc.uint8Array({ minLength: 1, maxLength: 4 }),
    );
    const edits = fc.array(fc.oneof(edit, headEdit), { minLength: 1, maxLength: 6 });
    const length = fc.oneof(
      { weight: 4, arbitrary: fc.constant(1) },
      { weight: 1, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) },
    );
    hold(
      fc.property(edits, length, (changes, part) => {
        const content = Buffer.from(whole);
        for (const [at, bytes] of changes) spoil(content, at, bytes);
        const home = homeWith(content.subarray(0, Math.floor(content.length * part)));
        useJournal(home);
        rmSync(home, { recursive: true });
      }),
      0.3,
    );
  });

  test('with anything in its columns is read, or said to be damaged', () => {
    const columns = fc.constantFrom(
      ...['runs.plan', 'runs.report', 'runs.error', 'runs.state', 'runs.started_at', 'runs.container_name'],
      ...['steps.data', 'steps.error', 'steps.state', 'steps.name', 'steps.ms', 'steps.position'],
      ...[
        'hosts.login',
        'hosts.port',
        'hosts.key',
        'hosts.jump',
        'hosts.name',
        'runs.id',
        'runs.owner_pid',
        'runs.ended_at',
      ],
    );
    const value = fc.oneof(
      fc.jsonValue().map((json) => JSON.stringify(json)),
      anyText(10),
      fc.integer(),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      fc.double(),
      fc.constant(null),
      fc.uint8Array({ maxLength: 10 }).map((bytes) => Buffer.from(bytes)),
    );
    hold(
      fc.property(fc.array(fc.tuple(columns, value), { minLength: 1, maxLength: 3 }), (changes) => {
        const home = homeWith(whole);
        withRaw(home, (raw) => {
          raw.pragma('ignore_check_constraints = ON');
          raw.pragma('foreign_keys = OFF');
          for (const [column, changed] of changes) {
            const [table, name] = column.split('.');
            try {
              raw.prepare(`UPDATE ${table} SET ${name} = ?`).run(changed);
            } catch (thrown) {
              // Not every column takes every type, nor the same in every row.
              expect(thrown).toBeInstanceOf(Database.SqliteError);
            }
          }
        });
        useJournal(home);
        rmSync(home, { recursive: true });
      }),
      0.15,
    );
  });
});

test('any change to an entry of the history, and any missing one, is found at its place', () => {
  const columns = ['at', 'run', 'kind', 'data', 'previous', 'hash'] as const;
  const change = fc.record({
    seq: fc.integer({ min: 1, max: 10 }),
    column: fc.constantFrom(...columns, 'gone' as const),
    value: fc.oneof(
      anyText(8).map((text) => text.toWellFormed().replaceAll('\0', '')),
      fc.constantFrom('{}', '0'.repeat(64), 'r1', 'run-begun'),
    ),
  });
  hold(
    fc.property(change, ({ seq, column, value }) => {
      const home = homeWith(whole);
      let isChanged = false;
      withRaw(home, (raw) => {
        raw.pragma('ignore_check_constraints = ON');
        for (const trigger of ['update', 'delete']) raw.exec(`DROP TRIGGER history_refuses_${trigger}`);
        if (column === 'gone') {
          isChanged = raw.prepare('DELETE FROM history WHERE seq = ?').run(seq).changes > 0;
        } else {
          const sql = `UPDATE history SET ${column} = @value WHERE seq = @seq AND ${column} IS NOT @value`;
          isChanged = raw.prepare(sql).run({ value, seq }).changes > 0;
        }
      });
      // SQLite finds some of it itself: what is no JSON, for instance.
      const verdict = resultOf(() => verdictOn(home), 'journal');
      if (verdict !== undefined) expect(verdict.brokenAt).toBe(isChanged ? seq : null);
      rmSync(home, { recursive: true });
    }),
    0.15,
  );
});

test('a plan that is not as it was written is not carried out', async () => {
  const container = {
    ...{ id: 'x', name: 'gauge', pid: 7, imageId: 'y', removedOnExit: false, health: 'none' },
    restartPolicy: { name: 'no', maximumRetries: 0 },
    networks: [{ driver: 'bridge' }],
  };
  const noString = fc.jsonValue().filter((value) => typeof value !== 'string');
  const spoilt = fc
    .tuple(fc.constantFrom('id', 'name', 'imageId', 'health', 'networks', 'restartPolicy'), noString)
    .map(([name, value]) => ({ ...container, [name]: Array.isArray(value) ? [null] : value }));
  const plan = fc.oneof(
    fc.jsonValue(),
    fc.record({
      version: fc.constant(1),
      key: fc.constant('k'),
      container: fc.oneof(fc.jsonValue(), spoilt),
    }),
  );
  await fc.assert(
    fc.asyncProperty(plan, spoilt, async (stored, described) => {
      const home = homeWith(whole);
      withRaw(home, (raw) => raw.prepare('UPDATE runs SET plan = ?').run(JSON.stringify(stored)));
      using station = new Station(home);
      for (const method of ['runs.resume', 'runs.rollback'] as const) {
        await expect(station.call(method, { run })).rejects.toMatchObject({ code: 'journal' });
      }
      expect(movePlan.shape.container.safeParse(described).success).toBe(false);
      rmSync(home, { recursive: true });
    }),
    { numRuns: runs(0.1) },
  );
  expect(movePlan.shape.container.safeParse(container).success).toBe(true);
});
