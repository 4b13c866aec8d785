/** The law of the fault matrix finds each breach of it, and nothing where all is well. */
import { describe, expect, test } from 'vitest';
import type { RunReport } from '../../shared/model.ts';
import type { Copy, Facts } from '../faults/facts.ts';
import { judgeEnd, judgeHeard, judgeLeftovers, judgeReadings } from '../faults/law.ts';
import type { Heard } from '../faults/witness.ts';

/** `from: first-last`, heard in that order. */
const heard = (...parts: [from: string, first: number, last: number, identity?: string][]): Heard[] =>
  parts.flatMap(([from, first, last, identity = 'a']) =>
    Array.from({ length: last - first + 1 }, (_, index) => ({
      identity,
      from,
      count: first + index,
      atMs: 0,
    })),
  );
const report = (more: Partial<RunReport>): RunReport => more as RunReport;
const committed = report({ outcome: 'committed', runningOn: 'target' });
const rolledBack = report({ outcome: 'rolled-back', runningOn: 'source' });
const kindsOf = (breaches: readonly { kind: string }[]): string[] => breaches.map(({ kind }) => kind);

describe('what the witness heard', () => {
  test.each([
    ['a container that stays', heard(['source', 1, 9]), null],
    ['a move, with datagrams lost', heard(['source', 1, 5], ['target', 8, 9]), committed],
    ['a move that was taken back', heard(['source', 1, 5], ['target', 6, 7], ['source', 6, 9]), rolledBack],
  ])('%s is well', (_, sequence, run) => {
    expect(judgeHeard(sequence, run, undefined)).toEqual([]);
  });

  test('two copies in turns are two at once, taken back or not', () => {
    const turns = heard(['source', 1, 5], ['target', 6, 6], ['source', 6, 6], ['target', 7, 9]);
    for (const run of [committed, rolledBack])
      expect(kindsOf(judgeHeard(turns, run, undefined))).toContain('doubled');
  });

  test('a copy that runs on at the source after a committed move is a second one', () => {
    const sequence = heard(['source', 1, 5], ['target', 6, 7], ['source', 8, 9]);
    expect(kindsOf(judgeHeard(sequence, committed, undefined))).toContain('doubled');
  });

  test('a count that repeats without an announcement', () => {
    expect(kindsOf(judgeHeard(heard(['source', 1, 5], ['target', 5, 9]), committed, undefined))).toEqual([
      'count',
    ]);
  });

  test('a count that goes back where it was before, although the move was taken back', () => {
    const sequence = heard(['source', 1, 5], ['target', 6, 7], ['source', 5, 9]);
    expect(kindsOf(judgeHeard(sequence, rolledBack, undefined))).toEqual(['count']);
  });

  test('a new start is a loss, unless the box died', () => {
    const sequence = heard(['source', 1, 5], ['source', 1, 3, 'b']);
    expect(kindsOf(judgeHeard(sequence, null, undefined))).toEqual(['lost']);
    expect(judgeHeard(sequence, null, 'source')).toEqual([]);
  });

  test('a program beside a new start of it', () => {
    const sequence = heard(['source', 1, 5], ['source', 1, 3, 'b'], ['source', 6, 7]);
    expect(kindsOf(judgeHeard(sequence, null, 'source'))).toContain('doubled');
  });
});

describe('readings on the disk', () => {
  const lines = (...counts: number[]): string => counts.map((count) => `${count} 1 1\n`).join('');
  const move = heard(['source', 1, 2], ['target', 3, 4]);

  test('all that was heard and more is well', () => {
    expect(judgeReadings(lines(1, 2, 3, 4, 5), move, committed, 'target')).toEqual([]);
  });

  test.each([
    ['the last', lines(1, 2, 3)],
    ['one in the middle', lines(1, 2, 4, 5)],
    ['the first', lines(2, 3, 4)],
    ['all', ''],
    ['half a line', '1 1 1\n2 1'],
  ])('%s missing', (_, text) => {
    const breaches = judgeReadings(text, move, committed, 'target');
    expect(kindsOf(breaches)).toEqual(['bytes']);
    expect(breaches[0]?.bytes).toBeGreaterThan(0);
  });

  test('what the target wrote before the move was taken back may be missing, what the source wrote may not', () => {
    expect(judgeReadings(lines(1, 2), move, rolledBack, 'source')).toEqual([]);
    expect(kindsOf(judgeReadings(lines(1), move, rolledBack, 'source'))).toEqual(['bytes']);
  });

  test('after a new start those of before are still there', () => {
    const anew = heard(['source', 1, 3], ['source', 1, 2, 'b']);
    expect(judgeReadings(lines(1, 2, 3, 1, 2), anew, null, 'source')).toEqual([]);
    expect(kindsOf(judgeReadings(lines(1, 2, 1, 2), anew, null, 'source'))).toEqual(['bytes']);
    expect(kindsOf(judgeReadings(lines(1, 2), anew, null, 'source'))).toEqual(['bytes']);
  });
});

describe('the end', () => {
  const running: Copy[] = [{ container: 'a', state: 'running' }];
  const paused: Copy[] = [{ container: 'a', state: 'paused' }];
  const attention = {
    code: 'attention',
    message: 'It ended.',
    state: 'It is exited.',
    remedy: 'docker start',
  } as const;
  const died = report({ outcome: 'rolled-back', runningOn: null, error: attention });

  test('one copy where Shiplock says is well', () => {
    expect(judgeEnd(committed, { source: [], target: running }, undefined).breaches).toEqual([]);
    expect(judgeEnd(null, { source: running, target: [] }, undefined).breaches).toEqual([]);
  });

  test.each([
    ['doubled', committed, { source: running, target: running }, undefined],
    ['left', committed, { source: paused, target: running }, undefined],
    ['said', committed, { source: running, target: [] }, undefined],
    ['lost', died, { source: [], target: [] }, undefined],
    ['lost', committed, { source: [], target: [] }, 'target'],
    [
      'said',
      report({ outcome: 'attention', runningOn: 'source' }),
      { source: running, target: [] },
      undefined,
    ],
    ['said', report({ outcome: null, runningOn: 'source' }), { source: running, target: [] }, undefined],
  ] as const)('%s', (kind, run, copies, ended) => {
    expect(kindsOf(judgeEnd(run, copies, ended).breaches)).toContain(kind);
  });

  test('a box that died and of which Shiplock says so is well', () => {
    const { breaches, died: isDead, holder } = judgeEnd(died, { source: [], target: [] }, 'source');
    expect({ breaches, isDead, holder }).toEqual({ breaches: [], isDead: true, holder: 'source' });
  });
});

describe('what is left on a host', () => {
  const none: Facts = {
    folders: [],
    mounts: [],
    processes: [],
    keys: ['1 2'],
    runtime: ['{}'],
    containers: ['id /gauge unless-stopped'],
    volumes: ['gauge-data'],
    images: ['one'],
  };
  const moved = { ...none, containers: [], volumes: [] };

  test('nothing', () => {
    expect(judgeLeftovers('source', none, none, undefined)).toEqual([]);
    expect(judgeLeftovers('source', none, moved, 'unless-stopped')).toEqual([]);
    expect(judgeLeftovers('target', moved, none, 'unless-stopped')).toEqual([]);
  });

  test.each([
    ['a process', 'source', none, { ...none, processes: ['rsync'] }, undefined],
    ['a folder', 'target', moved, { ...none, folders: ['/run/shiplock'] }, 'unless-stopped'],
    ['a key', 'target', moved, { ...none, keys: ['3 4'] }, 'unless-stopped'],
    ['a runtime', 'target', moved, { ...moved, runtime: ['{"shiplock"}'] }, undefined],
    ['a half-made container', 'target', moved, { ...moved, containers: ['x /shiplock-1 no'] }, undefined],
    ['the copy on the source', 'source', none, none, 'unless-stopped'],
    ['another restart policy', 'source', none, { ...none, containers: ['id /gauge no'] }, undefined],
    ['no container', 'source', none, { ...none, containers: [] }, undefined],
    ['no volume', 'source', none, { ...none, volumes: [] }, undefined],
    [
      'a moved container without its restart policy',
      'target',
      moved,
      { ...none, containers: ['x /gauge no'] },
      'unless-stopped',
    ],
    ['a volume', 'target', moved, { ...moved, volumes: ['gauge-data'] }, undefined],
  ] as const)('%s', (_, end, before, now, policy) => {
    expect(kindsOf(judgeLeftovers(end, before, now, policy))).toContain('left');
  });
});
