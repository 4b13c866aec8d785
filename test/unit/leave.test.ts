import { expect, test } from 'vitest';
import { languageOf } from '../../electron/cli/language.ts';
import { printError } from '../../electron/cli/error-text.ts';
import { printOutput } from '../../electron/cli/print.ts';
import { requireLeave } from '../../electron/preflight/leave.ts';
import { asShiplockError, type ShiplockError, toErrorData } from '../../shared/errors.ts';
import type { Finding, Plan } from '../../shared/model.ts';

const warning: Finding = {
  id: 'port-random',
  severity: 'warning',
  text: { en: 'The port will be another one.', zh: '端口会变。' },
  fixable: false,
};
const info: Finding = { ...warning, id: 'log-elsewhere', severity: 'info' };
const error: Finding = {
  ...warning,
  id: 'network-missing',
  severity: 'error',
  text: { en: 'There is no such network.', zh: '没有这个网络。' },
  measured: 'field',
  remedy: { en: 'Make it.', zh: '创建它。' },
  fixable: true,
};

const planWith = (...findings: Finding[]): Plan => ({
  container: 'gauge',
  from: 'river',
  to: 'dam',
  route: 'auto',
  movable: !findings.some(({ severity }) => severity === 'error'),
  findings,
  differences: [],
  bytes: { image: 0, memory: 0, rwLayer: 0, volumes: 0, log: 0 },
  connections: 'none',
});

function refusal(plan: Plan, ...accepted: string[]): ShiplockError {
  try {
    requireLeave(plan, accepted);
  } catch (thrown) {
    return asShiplockError(thrown);
  }
  throw new Error('it was not refused');
}

test('a warning stops a move until it is accepted, by its name or with all others', () => {
  expect(refusal(planWith(warning, info))).toMatchObject({
    code: 'preflight-failed',
    state: expect.objectContaining({ en: 'river has gauge as before; nothing was touched.' }),
    remedy: expect.objectContaining({ en: 'If you accept that: --accept port-random' }),
  });
  expect(() => requireLeave(planWith(warning, info), ['port-random'])).not.toThrow();
  expect(() => requireLeave(planWith(warning, info), ['all'])).not.toThrow();
  refusal(planWith(warning), 'log-elsewhere');
});

test('an error stops it whatever was accepted', () => {
  expect(refusal(planWith(error), 'all', 'network-missing').findings).toEqual([error]);
});

test('what is only worth knowing stops nothing', () => {
  expect(() => requireLeave(planWith(info), [])).not.toThrow();
});

test('a refusal is told in the language of the user, with its state and how to go on', () => {
  const errors = printError(toErrorData(refusal(planWith(error))), 'zh');
  expect(errors).toContain('✗ 错误: 没有这个网络。 [network-missing]');
  expect(errors).toContain('处理: 创建它。');
  expect(errors).toContain('shiplock fix network-missing');
  expect(errors).toContain('现状: river 上的 gauge 一切照旧');
  const warnings = printError(toErrorData(refusal(planWith(warning))), 'en');
  expect(warnings).toContain('! warning: The port will be another one. [port-random]');
  expect(warnings).toContain('To do: If you accept that: --accept port-random');
});

test('a plan names what has to be accepted', () => {
  expect(printOutput('moves.plan', planWith(warning, info))).toContain(
    'To move it nevertheless: --accept port-random\n',
  );
  expect(printOutput('moves.plan', planWith(info))).not.toContain('--accept');
});

test('the language is that of the locale unless another is asked for', () => {
  expect(languageOf(undefined, { LANG: 'zh_CN.UTF-8' })).toBe('zh');
  expect(languageOf(undefined, { LC_ALL: '', LANG: 'zh_CN.UTF-8' })).toBe('zh');
  expect(languageOf(undefined, { LC_ALL: 'C.UTF-8', LANG: 'zh_CN.UTF-8' })).toBe('en');
  expect(languageOf('en', { LANG: 'zh_CN.UTF-8' })).toBe('en');
  expect(languageOf(undefined, {})).toBe('en');
});
