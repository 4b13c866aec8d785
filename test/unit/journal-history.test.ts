/** The chain: it only grows, and whatever is done to it behind the journal's back shows. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { canonicalJson } from '../../electron/journal/canonical-json.ts';
import { genesis } from '../../electron/journal/history.ts';
import { type Journal, openJournal } from '../../electron/journal/journal.ts';
import { asRunId } from '../../shared/ids.ts';
import { newJournalPlace, withRaw } from './journal-file.ts';

let home: string;
let file: string;
beforeEach(() => {
  ({ home, file } = newJournalPlace());
});

const move = { containerName: 'gauge', containerId: 'c1', source: 'a', target: 'b', plan: { rounds: 3 } };

describe('history', () => {
  let journal: Journal;
  beforeEach(() => {
    journal = openJournal(home);
    journal.history.append('opened', { at: 'dam 3' });
    const run = journal.runs.begin(move);
    journal.steps.intend(run, 'create', { b: 1, a: [null, 'é'] });
    journal.steps.succeed(run, 'create', { ms: 12.5 });
    journal.runs.finish(run, 'committed');
  });
  afterEach(() => journal.close());

  const entries = () =>
    withRaw(file, (raw) => raw.prepare<[], { seq: number }>('SELECT * FROM history').all());

  test('each entry names the hash of the one before it, from 64 zeros on', () => {
    const [first, second] = journal.history.ofRun(asRunId('r1'));
    expect(first).toMatchObject({ seq: 2, kind: 'run-begun', run: 'r1', data: { plan: { rounds: 3 } } });
    expect(second).toMatchObject({ previous: first?.hash, data: { name: 'create' } });
    expect(entries()[0]).toMatchObject({ seq: 1, run: null, previous: genesis });
    expect(journal.history.verify()).toEqual({ entries: 5, brokenAt: null });
  });

  test('no entry can be changed, deleted, replaced or put in between', () => {
    withRaw(file, (raw) => {
      raw.pragma('recursive_triggers = OFF');
      for (const statement of [
        "UPDATE history SET kind = 'x' WHERE seq = 2",
        'DELETE FROM history WHERE seq = 5',
        'INSERT OR REPLACE INTO history SELECT seq, at, run, kind, data, previous, hash FROM history WHERE seq = 2',
        "INSERT INTO history SELECT 0, at, run, kind, '{}', previous, hash FROM history WHERE seq = 2",
      ]) {
        expect(() => raw.exec(statement), statement).toThrow('history is append-only');
      }
    });
    expect(journal.history.verify()).toEqual({ entries: 5, brokenAt: null });
  });

  test('a change to any field of any entry, and the loss of any entry, is found where it is', () => {
    const changes = {
      at: "'2001-01-01T00:00:00.000Z'",
      run: "'r7'",
      kind: "'run-finished '",
      data: "'{}'",
      previous: "'00'",
      hash: "'00'",
    };
    withRaw(file, (raw) => {
      raw.exec('DROP TRIGGER history_refuses_update; DROP TRIGGER history_refuses_delete');
      for (const { seq } of entries()) {
        for (const [column, value] of Object.entries(changes)) {
          const original = raw.prepare(`SELECT ${column} FROM history WHERE seq = ?`).pluck().get(seq);
          raw.exec(`UPDATE history SET ${column} = ${value} WHERE seq = ${seq}`);
          expect(journal.history.verify(), `${column} of ${seq}`).toEqual({ entries: 5, brokenAt: seq });
          raw.prepare(`UPDATE history SET ${column} = ? WHERE seq = ?`).run(original, seq);
        }
      }
      expect(journal.history.verify().brokenAt).toBeNull();
      for (const { seq } of entries().reverse()) {
        raw.exec(`DELETE FROM history WHERE seq = ${seq}`);
        expect(journal.history.verify()).toEqual({ entries: seq - 1, brokenAt: seq });
      }
    });
  });

  test('an entry lost from the middle is found where it was', () => {
    withRaw(file, (raw) =>
      raw.exec('DROP TRIGGER history_refuses_delete; DELETE FROM history WHERE seq = 3'),
    );
    expect(journal.history.verify()).toEqual({ entries: 4, brokenAt: 3 });
  });

  test('JSON is canonical: member order does not matter, numbers as names sort as text', () => {
    expect(canonicalJson({ b: [1, undefined], a: { 10: 'x', 9: 'y' }, c: undefined })).toBe(
      '{"a":{"10":"x","9":"y"},"b":[1,null]}',
    );
  });
});
