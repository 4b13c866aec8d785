/** What the journal says that a target could go on from: never more than what has arrived whole. */
import { describe, expect, test } from 'vitest';
import { rescuePointOf } from '../../electron/migration/rescue-point.ts';
import { allInEnglish } from '../english.ts';

const startedAt = '2026-01-01T00:00:00.000Z';
const filesAt = '2026-01-01T00:00:10.000Z';
const memoryAt = '2026-01-01T00:00:20.000Z';

const step = (name: string, state = 'done', data?: object) => ({ name, state, startedAt, data });
const created = [step('workspace'), step('data'), step('create')];
const rounds = (data: object, state = 'intent') => [...created, step('rounds', state, data)];
const whole = { filesAt, isChanging: false, memoryAt };

describe('the point that a target could go on from', () => {
  test('is none before a round of files has arrived, and none from notes of a version without it', () => {
    for (const steps of [[], created, rounds({}), rounds({ isChanging: true, memoryAt: null })])
      expect(rescuePointOf(steps)).toBeUndefined();
    expect(rescuePointOf(rounds({ basis: '/run/round-a', byPage: true }))).toBeUndefined();
  });

  test('is the round of memory for as long as nothing of it is changed', () => {
    for (const steps of [rounds(whole), rounds(whole, 'done'), [...rounds(whole, 'done'), step('freeze')]])
      expect(rescuePointOf(steps)).toMatchObject({ at: memoryAt, hasMemory: true });
  });

  test('is the files alone where no memory fits them, and says so', () => {
    const changed = /half old and half new/;
    const cases: [ReturnType<typeof rounds>, boolean][] = [
      [rounds({ filesAt, isChanging: false }), false],
      [rounds({ filesAt, isChanging: false, memoryAt: null }), false],
      [rounds({ filesAt, isChanging: true, memoryAt: null }), true],
      [[...rounds(whole, 'done'), step('freeze'), step('deliver', 'intent')], true],
      [[...rounds(whole, 'done'), step('freeze', 'failed'), step('deliver', 'undone')], true],
    ];
    for (const [steps, isChanging] of cases) {
      const point = rescuePointOf(steps);
      expect(point).toMatchObject({ at: filesAt, hasMemory: false });
      expect(allInEnglish(point?.missing).join()).toContain('its memory');
      expect(changed.test(allInEnglish(point?.missing).join())).toBe(isChanging);
    }
    expect(allInEnglish(rescuePointOf(rounds({ filesAt, chain: 2 }))?.missing).join()).toContain(
      'hold no processes',
    );
  });

  test('says of files that waited for the freeze that they are older than the rest', () => {
    const waiting = { '/volume': [{ path: 'hot', bytes: 1 }] };
    const missing = (data: object) => allInEnglish(rescuePointOf(rounds(data))?.missing).join();
    expect(missing({ filesAt, waiting })).toContain('writes anew all the time');
    expect(missing({ filesAt })).not.toContain('writes anew all the time');
    // A round of memory has kept them beside it.
    expect(missing({ ...whole, waiting })).not.toContain('writes anew all the time');
  });

  test('is the freeze when all of it had arrived', () => {
    const frozen = [...rounds(whole, 'done'), step('freeze'), step('deliver')];
    expect(rescuePointOf(frozen)).toMatchObject({ at: startedAt, hasMemory: true });
  });

  test('is none once the target may run its copy, or it is being taken away', () => {
    const frozen = [...rounds(whole, 'done'), step('freeze'), step('deliver')];
    expect(rescuePointOf([...frozen, step('resume', 'intent')])).toBeUndefined();
    expect(rescuePointOf([...frozen, step('resume', 'failed')])).toBeUndefined();
    for (const name of ['workspace', 'data', 'create']) {
      const steps = rounds(whole).map((each) => (each.name === name ? step(name, 'undone') : each));
      expect(rescuePointOf(steps)).toBeUndefined();
    }
  });
});
