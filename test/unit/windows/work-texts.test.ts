/** How something has ended is said in both languages, with where the window shows it. */
import { expect, test } from 'vitest';
import type { Output } from '../../../shared/contract.ts';
import { ShiplockError, toErrorData } from '../../../shared/errors.ts';
import { inLanguage } from '../../../shared/words.ts';
import { endText } from '../../../electron/work-texts.ts';
import { reportOf } from '../window/run-report.ts';

const move = { method: 'moves.start', input: { container: 'gauge', from: 'river', to: 'dam' } } as const;
const full = new ShiplockError('disk-full', { en: 'The disk of dam is full.', zh: 'dam 的磁盘已满。' });

const report = (of: Partial<Output<'moves.start'>>) =>
  endText({ ...move, end: { output: reportOf([], { run: 'r7', ...of }) } });

test.each([
  [
    'moved',
    { outcome: 'committed', runningOn: 'dam' },
    'Done. gauge runs on dam.',
    '已完成。gauge 正在 dam 上运行。',
  ],
  [
    'taken back',
    { outcome: 'rolled-back', runningOn: 'river', error: toErrorData(full) },
    'Taken back. gauge runs on river. The disk of dam is full.',
    '已回滚。gauge 正在 river 上运行。dam 的磁盘已满。',
  ],
  [
    'in need of a person',
    { outcome: 'attention', runningOn: null, error: toErrorData(full) },
    'It needs attention. The disk of dam is full.',
    '需要处理。dam 的磁盘已满。',
  ],
] as const)('a run that is %s is shown by its own screen', (_, of, en, zh) => {
  const { text, place } = report(of);
  expect([inLanguage(text, 'en'), inLanguage(text, 'zh'), place]).toEqual([en, zh, '/runs/r7']);
});

test('what failed says why; a run that was to be gone on with is shown, else the list of runs', () => {
  const end = { error: toErrorData(full) };
  expect(inLanguage(endText({ ...move, end }).text, 'en')).toBe('It failed. The disk of dam is full.');
  expect(endText({ ...move, end }).place).toBe('/runs');
  expect(endText({ method: 'runs.resume', input: { run: 'r7' }, end }).place).toBe('/runs/r7');
});

test('a restore point that was taken is shown', () => {
  const output = { name: 'rp3', pausedMs: 1, wireBytes: 1, addedBytes: 1, leftOut: [] };
  const input = { container: 'gauge', from: 'river' };
  expect(endText({ method: 'backups.take', input, end: { output } }).place).toBe('/restore-points/rp3');
});
