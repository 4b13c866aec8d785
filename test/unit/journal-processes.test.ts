/** The journal between processes: real child processes, some of them killed in the middle of their work. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openJournal } from '../../electron/journal/journal.ts';
import { isAlive, ownProcess } from '../../electron/journal/process-identity.ts';
import { asRunId } from '../../shared/ids.ts';
import { saying } from '../saying.ts';

const journalModule = new URL('../../electron/journal/journal.ts', import.meta.url).href;
const move = { containerName: 'gauge', containerId: 'c1', source: 'a', target: 'b', plan: null };
const r1 = asRunId('r1');

let home: string;
let children: ChildProcess[];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'shiplock-journal-'));
  children = [];
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(home, { recursive: true });
});

/** A process that has `journal`, `move` and `home`, and prints lines. */
function start(program: string) {
  const prologue = `
    import { openJournal } from ${JSON.stringify(journalModule)};
    const move = ${JSON.stringify(move)};
    const journal = openJournal(${JSON.stringify(home)});`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', `${prologue}${program}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const ended = once(child, 'exit');
  return { child, ended, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
}

async function kill({ child, ended }: ReturnType<typeof start>): Promise<void> {
  child.kill('SIGKILL');
  await ended;
}

test('a run belongs to its process while that lives, and can be claimed once after it was killed', async () => {
  const owner = start(
    `console.log(journal.runs.begin(move)); setInterval(() => journal.runs.heartbeat('r1'), 50);`,
  );
  expect((await owner.lines.next()).value).toBe('r1');
  using journal = openJournal(home);

  const waiting = expect.objectContaining({
    code: 'busy',
    message: expect.stringMatching(/r1/),
    remedy: saying('Wait until r1 has ended.'),
  });
  expect(() => journal.runs.claim(r1)).toThrow(waiting);
  expect(() => journal.runs.begin(move)).toThrow(waiting);
  expect(() => journal.runs.finish(r1, 'committed')).toThrow(waiting);
  expect(() => journal.steps.intend(r1, 'create')).toThrow(waiting);
  const { heartbeatAt } = journal.runs.get(r1);
  await expect.poll(() => journal.runs.get(r1).heartbeatAt).not.toBe(heartbeatAt);

  await kill(owner);
  const orphaned = expect.objectContaining({
    code: 'busy',
    remedy: saying('Go on with it: shiplock resume r1'),
  });
  expect(() => journal.runs.begin(move)).toThrow(orphaned);
  expect(() => journal.steps.intend(r1, 'create')).toThrow(orphaned);
  expect(journal.runs.claim(r1)).toMatchObject({ state: 'running', owner: { pid: process.pid } });
  expect(() => journal.runs.claim(r1)).toThrow(waiting);
  journal.steps.intend(r1, 'create');
  journal.runs.finish(r1, 'rolled-back');
});

test('a run that waits for attention can be claimed by anyone, once', async () => {
  using journal = openJournal(home);
  journal.runs.finish(journal.runs.begin(move), 'attention');
  const other = start(`journal.runs.claim('r1'); console.log('claimed'); setInterval(() => {}, 1000);`);
  expect((await other.lines.next()).value).toBe('claimed');
  expect(() => journal.runs.claim(r1)).toThrow(expect.objectContaining({ code: 'busy' }));
});

test.skipIf(process.platform !== 'linux')(
  'a process with the same number but another start time is another process (Linux: elsewhere unknown)',
  () => {
    const self = ownProcess();
    expect(isAlive(self)).toBe(true);
    expect(isAlive({ pid: self.pid, started: Number(self.started) - 1 })).toBe(false);
  },
);

test('processes that create the journal and append at the same time make one chain', async () => {
  const each = 100;
  const writers = ['x', 'y', 'z'].map((kind) =>
    start(`for (let n = 0; n < ${each}; n++) journal.history.append('${kind}', { n });`),
  );
  expect(await Promise.all(writers.map(({ ended }) => ended))).toEqual(writers.map(() => [0, null]));
  using journal = openJournal(home);
  expect(journal.history.verify()).toEqual({ entries: writers.length * each, brokenAt: null });
});

test('a process killed while it writes leaves whole calls only, and loses none that returned', async () => {
  const calls = 7;
  for (let killed = 0; killed < 6; killed++) {
    const writer = start(`
      let calls = journal.history.verify().entries;
      const told = () => console.log(++calls);
      for (const earlier of journal.runs.list()) if (earlier.state === 'running') {
        journal.runs.claim(earlier.id); told();
        journal.runs.finish(earlier.id, 'rolled-back'); told();
      }
      for (;;) {
        const run = journal.runs.begin(move); told();
        journal.steps.intend(run, 'create', { id: 'c2' }); told();
        journal.steps.updateData(run, 'create', { id: 'c3' }); told();
        journal.steps.succeed(run, 'create', { ms: 1 }); told();
        journal.runs.savePlan(run, { round: 1 }); told();
        journal.steps.undone(run, 'create'); told();
        journal.runs.finish(run, 'committed'); told();
      }`);
    let returned = 0;
    for (let line = 0; line < 20 + killed; line++) returned = Number((await writer.lines.next()).value);
    const killing = kill(writer);
    for await (const line of writer.lines) returned = Number(line);
    await killing;

    using journal = openJournal(home);
    const { entries, brokenAt } = journal.history.verify();
    expect(brokenAt).toBeNull();
    expect(entries).toBeGreaterThanOrEqual(returned);
    expect(entries).toBeLessThanOrEqual(returned + 1);
    for (const { id, state } of journal.runs.list()) {
      const kinds = journal.history.ofRun(id).map((entry) => entry.kind);
      const steps = journal.steps.of(id);
      expect(kinds[0]).toBe('run-begun');
      expect(kinds.includes('run-finished')).toBe(state !== 'running');
      expect(steps.length).toBe(kinds.includes('step-intended') ? 1 : 0);
      if (state === 'committed') expect(kinds.length).toBe(calls);
      const outcome = ['step-undone', 'step-done']
        .find((kind) => kinds.includes(kind))
        ?.slice('step-'.length);
      expect(steps[0]?.state).toBe(steps.length === 0 ? undefined : (outcome ?? 'intent'));
    }
  }
});
