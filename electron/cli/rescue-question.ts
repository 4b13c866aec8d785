/** Asks the user before a container is started from a round: what came after it is lost, unless its host comes back. */
import { createInterface } from 'node:readline/promises';
import type { Contract } from '../../shared/contract.ts';
import { ShiplockError } from '../../shared/errors.ts';
import type { Language } from '../../shared/words.ts';
import { rescueText } from './run-texts.ts';

export interface RescueToAgree {
  readonly run: string;
  /** Agreed to beforehand: nobody is asked. */
  readonly yes: boolean;
}

/** The point that the user agreed to. Throws 'usage' for a no, where there is no point, and where nobody can be asked. */
export async function agreeToRescue(
  station: Contract,
  { run, yes }: RescueToAgree,
  json: boolean,
  language: Language,
): Promise<string> {
  const report = await station.call('runs.show', { run });
  const { rescue, container, from, to, outcome } = report;
  if (outcome === 'committed' || outcome === 'rolled-back') {
    throw new ShiplockError(
      'usage',
      {
        en: `Run ${run} is over: ${outcome}. There is nothing to rescue.`,
        zh: `任务 ${run} 已结束：${outcome === 'committed' ? '已提交' : '已回滚'}。没有什么需要救援。`,
      },
      {
        state: { en: 'Nothing was changed.', zh: '未做任何更改。' },
        remedy: { en: `What it did: shiplock show ${run}`, zh: `查看其经过：shiplock show ${run}` },
      },
    );
  }
  if (rescue === undefined) {
    throw new ShiplockError(
      'usage',
      {
        en: `There is no complete round of ${run} to start ${container} from.`,
        zh: `${run} 没有完整的一轮可用于启动 ${container}。`,
      },
      {
        state: { en: 'Nothing was changed.', zh: '未做任何更改。' },
        remedy: {
          en: `Go on with the run: shiplock resume ${run}`,
          zh: `继续该任务：shiplock resume ${run}`,
        },
      },
    );
  }
  if (yes) return rescue.at;
  const shown = {
    en: `${to} can start ${container} from ${rescueText(rescue, 'en')}`,
    zh: `${to} 可以启动 ${container}：${rescueText(rescue, 'zh')}`,
  };
  if (json || !process.stdin.isTTY) {
    throw new ShiplockError(
      'usage',
      {
        en: `${shown.en} Nobody has agreed to it.`,
        zh: `${shown.zh}尚未得到同意。`,
      },
      {
        state: { en: 'Nothing was changed.', zh: '未做任何更改。' },
        remedy: {
          en: `If you agree: shiplock rescue ${run} --yes`,
          zh: `如果同意：shiplock rescue ${run} --yes`,
        },
      },
    );
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const question = {
      en: `${shown.en}\nIf ${from} still ran it, it would run twice, and what ${from} has later is parked there when it comes back.\nIs ${from} off, and shall ${to} start it? [y/N] `,
      zh: `${shown.zh}\n如果 ${from} 仍在运行它，就会有两份同时运行；${from} 恢复后，它更新的内容会停放在那里。\n${from} 已关机，并由 ${to} 启动它吗？[y/N] `,
    };
    const answer = await terminal.question(question[language]);
    if (/^y(es)?$/i.test(answer.trim())) return rescue.at;
  } finally {
    terminal.close();
  }
  throw new ShiplockError(
    'usage',
    { en: 'The rescue was not agreed to.', zh: '救援没有得到同意。' },
    { state: { en: 'Nothing was changed.', zh: '未做任何更改。' } },
  );
}
