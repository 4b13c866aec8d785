/** Runs and steps in one process: what was written comes back, and rivals are refused. */
import { beforeEach, describe, expect, test } from 'vitest';
import { openJournal } from '../../electron/journal/journal.ts';
import { asRunId } from '../../shared/ids.ts';
import { saying } from '../saying.ts';
import { newJournalPlace, withRaw } from './journal-file.ts';

let home: string;
let file: string;
beforeEach(() => {
  ({ home, file } = newJournalPlace());
});

const move = { containerName: 'gauge', containerId: 'c1', source: 'a', target: 'b', plan: { rounds: 3 } };
const failure = { code: 'link-lost', message: 'The link dropped.' } as const;

describe('runs and steps', () => {
  test('a run and its steps come back as they were written', () => {
    {
      using journal = openJournal(home);
      const run = journal.runs.begin(move);
      const { steps } = journal;
      steps.intend(run, 'create', { image: 'x' });
      steps.updateData(run, 'create', { id: 'c2' });
      steps.fail(run, 'create', failure, 7);
      steps.intend(run, 'create');
      steps.succeed(run, 'create', { ms: 9 });
      steps.intend(run, 'freeze');
      steps.undone(run, 'create');
      journal.runs.savePlan(run, { rounds: 2 });
      journal.runs.finish(run, 'attention', { error: failure, report: { freezeMs: 80 } });
    }
    using journal = openJournal(home);
    const [record] = journal.runs.list();
    expect(record).toMatchObject({
      ...move,
      id: 'r1',
      state: 'attention',
      plan: { rounds: 2 },
      report: { freezeMs: 80 },
      error: failure,
      owner: null,
    });
    expect(journal.steps.of(asRunId('r1'))).toEqual([
      {
        position: 1,
        name: 'create',
        state: 'undone',
        data: { id: 'c2' },
        startedAt: expect.any(String),
        ms: 9,
      },
      { position: 2, name: 'freeze', state: 'intent', data: null, startedAt: expect.any(String) },
    ]);
    expect(journal.history.ofRun(asRunId('r1')).map((entry) => entry.kind)).toEqual([
      'run-begun',
      ...[
        'step-intended',
        'step-data',
        'step-failed',
        'step-intended',
        'step-done',
        'step-intended',
        'step-undone',
      ],
      ...['run-plan-saved', 'run-report-saved', 'run-finished'],
    ]);
  });

  test('a second run of the same container, or onto the same name, is refused until the first has ended', () => {
    using journal = openJournal(home);
    const first = journal.runs.begin(move);
    const busy = expect.objectContaining({
      code: 'busy',
      message: expect.stringMatching(/r1/),
      remedy: saying('Wait until r1 has ended.'),
    });
    const rivals = {
      'the same container': { ...move, containerName: 'other', target: 'c' },
      'the same name on the target': { ...move, containerId: 'c9', source: 'c' },
      'the copy that is arriving': { ...move, containerId: 'c9', source: 'b', target: 'c' },
      'the same name onto the source': { ...move, containerId: 'c9', source: 'c', target: 'a' },
    };
    for (const [what, rival] of Object.entries(rivals)) {
      expect(() => journal.runs.begin(rival), what).toThrow(busy);
    }
    journal.runs.begin({ ...move, containerName: 'other', containerId: 'c9' });
    journal.runs.finish(first, 'attention', { error: failure });
    expect(() => journal.runs.begin(move)).toThrow(
      expect.objectContaining({ code: 'busy', remedy: saying('Go on with it: shiplock resume r1') }),
    );
    journal.runs.finish(first, 'committed');
    expect(journal.runs.begin(move)).toBe('r3');
  });

  test('the database itself refuses a second unfinished run', () => {
    using journal = openJournal(home);
    journal.runs.begin(move);
    const copy = `INSERT INTO runs SELECT NULL, container_name, container_id, source, target, state, plan, report, error,
      started_at, ended_at, owner_pid, owner_started, heartbeat_at FROM runs`;
    expect(() => withRaw(file, (raw) => raw.exec(copy))).toThrow(/UNIQUE/);
  });

  test('what has ended stays ended, and what is not known is not found', () => {
    using journal = openJournal(home);
    const run = journal.runs.begin(move);
    journal.runs.finish(run, 'rolled-back');
    const usage = expect.objectContaining({ code: 'usage' });
    expect(() => journal.runs.finish(run, 'committed')).toThrow(usage);
    expect(() => journal.runs.claim(run)).toThrow(usage);
    expect(() => journal.runs.heartbeat(run)).toThrow(usage);
    expect(() => journal.steps.intend(run, 'create')).toThrow(usage);
    for (const unknown of ['r2', 'r0', 'r1 ', '1', 'r99999999999999999999']) {
      expect(() => journal.runs.get(asRunId(unknown)), unknown).toThrow(
        expect.objectContaining({ code: 'not-found' }),
      );
    }
  });

  test('a step has an outcome only once it was intended, and one at a time', () => {
    using journal = openJournal(home);
    const run = journal.runs.begin(move);
    expect(() => journal.steps.succeed(run, 'create', { ms: 1 })).toThrow(/never intended/);
    journal.steps.intend(run, 'create');
    journal.steps.succeed(run, 'create', { ms: 1 });
    expect(() => journal.steps.fail(run, 'create', failure, 1)).toThrow(/not open: done/);
  });

  test('a row that someone made unreadable is a journal error that names the file', () => {
    using journal = openJournal(home);
    const run = journal.runs.begin(move);
    journal.runs.finish(run, 'attention', { error: failure });
    withRaw(file, (raw) => raw.exec(`UPDATE runs SET error = '{"code":"no such code"}'`));
    expect(() => journal.runs.get(run)).toThrow(
      expect.objectContaining({ code: 'journal', message: expect.stringContaining(file) }),
    );
  });
});
