/** What the wizard lets through, and what it keeps. */
import { expect, test } from 'vitest';
import type { Finding, Plan } from '../../../shared/model.ts';
import {
  answer,
  answersOf,
  checkedPlanOf,
  forgetAnswers,
  lastPlanOf,
  mayBegin,
  planOf,
  planRequestOf,
} from '../../../renderer/state/wizard.ts';

const gauge = { from: 'upper', container: 'gauge' };

const finding = (id: string, severity: Finding['severity']): Finding => ({
  id,
  severity,
  text: id,
  fixable: false,
});

const planWith = (...findings: readonly Finding[]): Plan => ({
  container: 'gauge',
  from: 'upper',
  to: 'lower',
  route: 'auto',
  movable: findings.every(({ severity }) => severity !== 'error'),
  findings: [...findings],
  differences: [],
  bytes: { image: 0, memory: 0, rwLayer: 0, volumes: 0, log: 0 },
  connections: 'none',
});

/** As if `plan` had been asked for with what was answered so far. */
function planned(plan: Plan): void {
  const request = planRequestOf(gauge, answersOf(gauge));
  if (request === undefined) throw new Error('no target was chosen');
  answer(gauge, { planned: { request, plan } });
}

test('a move may begin when nothing is an error and every warning was accepted', () => {
  expect(mayBegin(undefined, [])).toBe(false);
  expect(mayBegin(planWith(finding('fine', 'ok')), [])).toBe(true);
  expect(mayBegin(planWith(finding('bad', 'error')), ['bad'])).toBe(false);
  const warned = planWith(finding('old', 'warning'), finding('slow', 'warning'));
  expect(mayBegin(warned, ['old'])).toBe(false);
  expect(mayBegin(warned, ['old', 'slow'])).toBe(true);
});

test('a plan is good only for what it was asked for by; its checks hold for as long as they would find the same', () => {
  const plan = planWith();
  answer(gauge, { to: 'lower' });
  planned(plan);
  expect(planOf(gauge, answersOf(gauge))).toBe(plan);
  answer(gauge, { how: { ...answersOf(gauge).how, keepSource: true } });
  expect(planOf(gauge, answersOf(gauge))).toBeUndefined();
  expect(checkedPlanOf(answersOf(gauge))).toBe(plan);
  answer(gauge, { how: { ...answersOf(gauge).how, replaceData: true } });
  expect(checkedPlanOf(answersOf(gauge))).toBeUndefined();
  expect(lastPlanOf(answersOf(gauge))).toBe(plan);
  answer(gauge, { to: 'third' });
  expect(lastPlanOf(answersOf(gauge))).toBeUndefined();
  forgetAnswers(gauge);
});

test('what was answered for one container is not for another, and is forgotten when it is told to', () => {
  answer(gauge, { to: 'lower', step: 'how' });
  expect(answersOf({ from: 'upper', container: 'pump' }).step).toBe('what');
  expect(answersOf(gauge)).toMatchObject({ to: 'lower', step: 'how' });
  forgetAnswers(gauge);
  expect(answersOf(gauge)).toMatchObject({ to: undefined, step: 'what' });
});
