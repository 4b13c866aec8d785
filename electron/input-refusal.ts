/** What is wrong with an input, in both languages. */
import { z } from 'zod';
import { ShiplockError } from '../shared/errors.ts';
import type { BothLanguages } from '../shared/words.ts';

/** For an input that the schema does not take. */
export function inputRefusal(schema: z.ZodType, input: unknown): ShiplockError {
  const issue = issueIn(schema, input);
  const inChinese = issueIn(schema, input, z.locales.zhCN().localeError);
  const where = issue?.path.join('.');
  const message = issue?.message ?? '';
  const bound = issue && boundOf(issue);
  return new ShiplockError('usage', {
    en: `${where || 'The request'}: ${bound?.en ?? message}.`,
    zh: `${where || '请求'}：${bound?.zh ?? ownWords[message] ?? inChinese?.message}。`,
  });
}

function issueIn(
  schema: z.ZodType,
  input: unknown,
  error?: z.core.$ZodErrorMap,
): z.core.$ZodIssue | undefined {
  return schema.safeParse(input, error && { error }).error?.issues[0];
}

/** For a number beyond its bounds, which zod tells as to a programmer. */
function boundOf(issue: z.core.$ZodIssue): BothLanguages | undefined {
  if (issue.code === 'too_small' && issue.origin === 'number')
    return { en: `it is to be at least ${issue.minimum}`, zh: `至少应为 ${issue.minimum}` };
  if (issue.code === 'too_big' && issue.origin === 'number')
    return { en: `it is to be at most ${issue.maximum}`, zh: `最多为 ${issue.maximum}` };
  return undefined;
}

/** What the schemas themselves say in `shared/`, which zod puts before the words of any language. */
const ownWords: Readonly<Record<string, string>> = {
  'letters, digits, dot, dash and underscore, at most 63': '只能用字母、数字、点、连字符和下划线，最多 63 个',
  'a key file belongs to the login "key", and to no other': '只有登录方式“key”才需要、也必须有密钥文件',
  'a restore point is named like rp12': '还原点的名称形如 rp12',
  'a run is named like r12': '运行的名称形如 r12',
  'a time is written like 2026-01-31T08:00:00Z': '时间的写法形如 2026-01-31T08:00:00Z',
  'a minute at least': '至少一分钟',
  'a year at most': '最多一年',
};
