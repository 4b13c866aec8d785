/** What is wrong with an input, in both languages. */
import { z } from 'zod';
import { ShiplockError } from '../shared/errors.ts';

/** For an input that the schema does not take. */
export function inputRefusal(schema: z.ZodType, input: unknown): ShiplockError {
  const { path, message } = issueIn(schema, input);
  const { message: zh } = issueIn(schema, input, z.locales.zhCN().localeError);
  const where = path.join('.');
  return new ShiplockError('usage', {
    en: `${where || 'The request'}: ${message}.`,
    zh: `${where || '请求'}：${ownWords[message] ?? zh}。`,
  });
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

function issueIn(schema: z.ZodType, input: unknown, error?: z.core.$ZodErrorMap): Issue {
  const [issue] = schema.safeParse(input, error && { error }).error?.issues ?? [];
  return issue ?? { path: [], message: '' };
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
