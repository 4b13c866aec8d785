/** The journal on a disk that is really full: a small tmpfs, which only root on Linux can mount. */
import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, rmdirSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openJournal } from '../../electron/journal/journal.ts';

const canMount = process.platform === 'linux' && process.getuid?.() === 0;
const why = canMount ? '' : ' (skipped: only root on Linux can mount a tmpfs)';
const move = { containerName: 'gauge', containerId: 'c1', source: 'a', target: 'b', plan: null };
const full = expect.objectContaining({
  code: 'disk-full',
  state: expect.stringMatching(/no run was started/),
});

describe.skipIf(!canMount)(`a full disk${why}`, () => {
  let disk: string;
  let home: string;
  let filler: string;

  beforeEach(() => {
    disk = mkdtempSync(join(tmpdir(), 'shiplock-disk-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', disk]);
    home = join(disk, 'home');
    filler = join(disk, 'filler');
  });
  afterEach(() => {
    execFileSync('umount', [disk]);
    rmdirSync(disk);
  });

  function fillDisk(): void {
    const file = openSync(filler, 'a');
    try {
      for (;;) writeSync(file, Buffer.alloc(4096, 1));
    } catch (thrown) {
      expect(thrown).toMatchObject({ code: 'ENOSPC' });
    } finally {
      closeSync(file);
    }
  }

  test('no journal is created without room for it and its reserve, however often one tries', () => {
    fillDisk();
    expect(() => openJournal(home)).toThrow(full);
    expect(() => openJournal(home)).toThrow(full);
    expect(existsSync(join(home, 'journal.reserve'))).toBe(false);
    rmSync(filler);
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
      fillDisk();
      for (let n = 0; n < 200; n++) {
        journal.steps.intend(run, `step ${n}`, { note: 'x'.repeat(500) });
        journal.steps.succeed(run, `step ${n}`, { ms: 1 });
      }
      await Promise.resolve();
      expect(warnings).toBe(1);
      expect(journal.spaceLow).toBe(true);
      journal.runs.finish(run, 'committed');
      fillDisk();
      expect(() => journal.runs.begin(move)).toThrow(full);
      expect(journal.steps.of(run)).toHaveLength(200);
      expect(journal.history.verify().brokenAt).toBeNull();
    }
    rmSync(filler);
    using journal = openJournal(home);
    expect(journal.spaceLow).toBe(false);
    expect(journal.runs.begin(move)).toBe('r2');
  });

  test('when the reserve is used up too, a call says so, records nothing, and works again once there is room', () => {
    using journal = openJournal(home);
    const run = journal.runs.begin(move);
    fillDisk();
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
    rmSync(filler);
    write();
    expect(journal.steps.of(run)).toHaveLength(written);
  });

  test('a journal that is there opens on a full disk, with its reserve or without, so that its run can be finished', () => {
    {
      using journal = openJournal(home);
      journal.runs.finish(journal.runs.begin(move), 'attention');
    }
    fillDisk();
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
