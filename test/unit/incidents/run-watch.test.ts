/** Hosts are asked beside a run that fails: nothing of it waits for them, and whatever they do, the run is not told. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type RunWatch, watchRuns } from '../../../electron/incidents/run-watch.ts';
import type { Session } from '../../../electron/hosts/session.ts';
import type { Event } from '../../../shared/contract.ts';
import type { RunId } from '../../../shared/ids.ts';
import { inEnglish } from '../../english.ts';
import { LogFixture } from './log-fixture.ts';

let fixture: LogFixture;
let run: RunId;
beforeEach(() => {
  fixture = new LogFixture();
  run = fixture.run();
});
afterEach(() => {
  vi.useRealTimers();
  fixture[Symbol.dispose]();
});

const encoded = (text: string): string => Buffer.from(text).toString('base64');

/** A host that answers a script with these parts. */
const answering = (parts: Record<string, string>, asked: string[] = []): Session =>
  ({
    script: async (_name: string, _text: string, args: readonly string[]) => {
      asked.push(args.join(' '));
      const lines = Object.entries(parts).map(([name, text]) => `part ${name}\n${encoded(text)}\n`);
      return { stdout: lines.join(''), stderr: '', status: 0 };
    },
  }) as unknown as Session;

const watching = (session: (host: string) => Promise<Session>, told: Event[] = []): RunWatch =>
  watchRuns(
    { journal: fixture.journal, folder: fixture.folder, session },
    { onEvent: (event) => void told.push(event) },
  );

const step = (name: string, state: 'began' | 'done' | 'failed' | 'undone'): Event => {
  return { event: 'run.step', run, step: name, state, runningOn: null };
};

const notes = () =>
  fixture.journal.history.ofRun(run).filter(({ kind }) => kind === 'evidence-kept') as unknown as {
    data: { host: string; reason: string; parts: { name: string }[]; missing: { why: string }[] };
  }[];

describe('a run that fails', () => {
  test('has both its hosts asked once, for what its traces there are named by', async () => {
    const asked: string[] = [];
    const told: Event[] = [];
    const configuration = JSON.stringify({ Env: ['STATION=wet-feet-4711'] });
    const host = answering({ configuration, 'container.log': 'at wet-feet-4711', 'kernel.log': 'up' }, asked);
    const watch = watching(async () => host, told);
    for (const state of ['began', 'failed', 'undone'] as const)
      watch.options.onEvent?.(step('resume', state));
    watch.options.onEvent?.(step('freeze', 'undone'));
    expect(told).toHaveLength(4);
    await watch.settled();
    expect(asked.map((args) => args.includes('k1'))).toEqual([true, true]);
    expect(notes().map(({ data }) => [data.host, data.reason])).toEqual([
      ['river', 'failed'],
      ['dam', 'failed'],
    ]);
    // The target was not known to have a copy yet; the source told which secrets both were given.
    const { files } = await fixture.export({ run });
    expect([...files.keys()].filter((name) => name.endsWith('container.log'))).toHaveLength(2);
    for (const text of files.values()) expect(text).not.toContain('wet-feet-4711');
  });

  test('is held up by no host, and told what was not answered', async () => {
    vi.useFakeTimers();
    const watch = watching((host) =>
      host === 'river'
        ? Promise.withResolvers<never>().promise
        : Promise.reject(new Error('no route to host')),
    );
    watch.options.onEvent?.(step('resume', 'failed'));
    const settled = watch.settled();
    await vi.advanceTimersByTimeAsync(5000);
    await settled;
    expect(notes().map(({ data }) => [data.host, inEnglish(data.missing[0]?.why)])).toEqual([
      ['river', 'No answer by the end of the run.'],
      ['dam', 'no route to host'],
    ]);
  });

  test('that goes on for long waits for no host for longer than eight seconds', async () => {
    vi.useFakeTimers();
    const watch = watching(() => Promise.withResolvers<never>().promise);
    watch.options.onEvent?.(step('resume', 'failed'));
    await vi.advanceTimersByTimeAsync(8000);
    expect(notes().map(({ data }) => inEnglish(data.missing[0]?.why))).toEqual(
      Array.from({ length: 2 }, () => 'No answer within 8 s.'),
    );
  });

  test('ends as it does, although what hosts told cannot be kept', async () => {
    const watch = watching(async () => answering({ 'kernel.log': 'up' }));
    fixture.journal.close();
    const unhandled = vi.fn();
    process.on('unhandledRejection', unhandled);
    watch.options.onEvent?.(step('resume', 'failed'));
    await new Promise(setImmediate);
    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
    await expect(watch.settled()).resolves.toBeUndefined();
  });
});

test('a restore that fails has its target asked, which alone has traces of it', async () => {
  run = fixture.run({ container: 'clone', plan: { kind: 'restore' } });
  const hosts: string[] = [];
  const watch = watching(async (host) => {
    hosts.push(host);
    return answering({ 'kernel.log': 'up' });
  });
  watch.options.onEvent?.(step('resume', 'failed'));
  await watch.settled();
  expect(hosts).toEqual(['dam']);
  expect(notes().map(({ data }) => data.host)).toEqual(['dam']);
});

test('a run that is decided has its hosts asked then, and not before', async () => {
  const asked: string[] = [];
  const watch = watching(async () => answering({ 'kernel.log': 'up' }, asked));
  for (const name of ['rounds', 'freeze', 'resume', 'check', 'commit']) {
    watch.options.onEvent?.(step(name, 'began'));
    watch.options.onEvent?.(step(name, 'done'));
  }
  await watch.settled();
  expect(asked).toEqual([]);
  watch.options.onEvent?.(step('retire', 'began'));
  await watch.settled();
  expect(notes().map(({ data }) => data.reason)).toEqual(['over', 'over']);
});
