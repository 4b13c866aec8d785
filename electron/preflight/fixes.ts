/** Remedies that Shiplock carries out itself, once the user has seen the commands. */
import { ShiplockError } from '../../shared/errors.ts';
import type { FixPlan } from '../../shared/model.ts';
import { thoroughMs } from '../hosts/limits.ts';
import type { Session } from '../hosts/session.ts';
import type { Found } from './check.ts';
import { toFindings } from './run-checks.ts';

/** What is to be done about the findings of that name. Throws 'usage' where there is none, or none that Shiplock can mend. */
export function requireFixes(found: readonly Found[], id: string): FixPlan[] {
  const fixes = fixesOf(found, id);
  if (fixes.length > 0) return fixes;
  const fixable = [...new Set(found.flatMap((each) => (each.fix === undefined ? [] : [each.id])))];
  const isThere = found.some((each) => each.id === id);
  throw new ShiplockError(
    'usage',
    isThere
      ? { en: `${id} is not a thing that Shiplock can mend.`, zh: `Shiplock 无法处理 ${id}。` }
      : { en: `There is no finding ${id} now.`, zh: `目前没有检查结果 ${id}。` },
    {
      state: { en: 'Nothing was changed.', zh: '未做任何更改。' },
      remedy:
        fixable.length > 0
          ? { en: `It can mend: ${fixable.join(', ')}`, zh: `可由它处理的有：${fixable.join('、')}` }
          : { en: 'There is nothing it can mend.', zh: '没有可由它处理的问题。' },
    },
  );
}

function fixesOf(found: readonly Found[], id: string): FixPlan[] {
  return found.flatMap((each) => {
    if (each.id !== id || each.fix === undefined) return [];
    const [finding] = toFindings([each]);
    return finding === undefined ? [] : [{ finding, host: each.fix.host, commands: [...each.fix.commands] }];
  });
}

/** Ends at the first command that fails: throws 'command-failed' with its words. */
export async function carryOut(session: Session, { host, commands }: FixPlan): Promise<void> {
  const { status, stderr, stdout } = await session.script('fix', ['set -e', ...commands].join('\n'), [], {
    timeoutMs: thoroughMs,
    allowFailure: true,
  });
  if (status === 0) return;
  const text = { en: `The remedy failed on ${host}.`, zh: `在 ${host} 上的处理失败。` };
  throw new ShiplockError('command-failed', text, {
    state: {
      en: 'Commands before the one that failed have had their effect; no container was touched.',
      zh: '失败之前的命令已生效；没有触碰任何容器。',
    },
    remedy: {
      en: 'Its own words are below; the check says what is needed.',
      zh: '其原始输出见下；所需条件见检查结果。',
    },
    details: (stderr || stdout).slice(-4096),
  });
}
