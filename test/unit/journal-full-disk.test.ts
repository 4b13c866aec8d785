import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openJournal } from '../../electron/journal/journal.ts';
import { saying } from '../saying.ts';
import { canMount, SmallDisk, whyNoDisk } from './small-disk.ts';

const move = { containerName: 'gauge', containerId: 'c1', source: 'a', target: 'b', plan: null };
const full = expect.objectContaining({
  code: 'disk-full',
  state: saying(expect.stringMatching(/no run was started/)),
});

describe.skipIf(!canMount)(`a full disk${whyNoDisk}`, () => {
  let disk: SmallDisk;
  let home: string;

  beforeEach(() => {
    disk = new SmallDisk(8);
    home = join(disk.path, 'home');
  });
  afterEach(() => disk[Symbol.dispose]());

  test('no journal is created without room for it and its reserve, however often one tries', () => {
    disk.fill();
    expect(() => openJournal(home)).toThrow(full);
    expect(() => openJournal(home)).toThrow(full);
    expect(existsSync(join(home, 'journal.reserve'))).toBe(false);
    rmSync(disk.filler);
    using journal = openJournal(home);
    expect(journal.runs.begin(move)).toBe('r1');
  });

  test('a run under way is recorded to its end from the reserve, the next is not started', async () => {
    {
      using journal = openJournal(home);
      const run = journal.runs.begin(move);
      let warnings = 0;
      journal.onSpaceLow(() => {
        warnings += 1;
      });
      disk.fill();
      for (let n = 0; n < 200; n++) {
        journal.steps.intend(run, `step ${n}`, { note: 'x'.repeat(500) });
        journal.steps.succeed(run, `step ${n}`, { ms: 1 });
      }
      await Promise.resolve();
      expect(warnings).toBe(1);
      expect(journal.spaceLow).toBe(true);
      journal.runs.finish(run, 'committed');
      disk.fill();
      expect(() => journal.runs.begin(move)).toThrow(full);
      expect(journal.steps.of(run)).toHaveLength(200);
      expect(journal.history.verify().brokenAt).toBeNull();
    }
    rmSync(disk.filler);
    using journal = openJournal(home);
    expect(journal.spaceLow).toBe(false);
    expect(journal.runs.begin(move)).toBe('r2');
  });

  test('when the reserve is used up too, a call says so, records nothing, and works again once there is room', () => {
    using journal = openJournal(home);
    const run = journal.runs.begin(move);
    disk.fill();
    let written = 0;
    const write = () => {
      journal.steps.intend(run, `step ${written}`, 'x'.repeat(20_000));
      written += 1;
    };
    expect(() => {
      while (written < 10_000) write();
    }).toThrow(expect.objectContaining({ code: 'disk-full' }));
    expect(written).toBeGreaterThan(20);
    expect(journal.steps.of(run)).toHaveLength(written);
    expect(journal.history.verify()).toEqual({ entries: written + 1, brokenAt: null });
    rmSync(disk.filler);
    write();
    expect(journal.steps.of(run)).toHaveLength(written);
  });

  test('a journal that is there opens on a full disk, with its reserve or without, so that its run can be finished', () => {
    {
      using journal = openJournal(home);
      journal.runs.finish(journal.runs.begin(move), 'attention');
    }
    disk.fill();
    for (const reserve of ['in place', 'given up']) {
      using journal = openJournal(home);
      expect(journal.runs.list(), reserve).toHaveLength(1);
      expect(journal.spaceLow).toBe(true);
    }
    using journal = openJournal(home);
    expect(() => journal.runs.begin({ ...move, containerName: 'x', containerId: 'c2' })).toThrow(full);
    const [run] = journal.runs.list();
    if (run !== undefined) journal.runs.finish(run.id, 'rolled-back');
    expect(journal.runs.list()).toMatchObject([{ state: 'rolled-back' }]);
  });
});
