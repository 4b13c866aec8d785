/** What CRIU's refusals mean, for a person: the first error of its log against the ones that are known. */
import { printable } from '../../shared/printable.ts';
import type { BothLanguages } from '../../shared/words.ts';
import { knownRefusals } from './known-refusals.ts';

export interface CriuVerdict {
  /** The first error line of the log, without its time stamp; empty when the log has none. */
  readonly firstError: string;
  readonly meaning: BothLanguages;
  readonly remedy: BothLanguages;
}

/** CRIU's own are far shorter and fewer: what a host says beyond that must not cost the time to look at it. */
const maxLines = 100;
const maxLineLength = 400;

export function explainCriuLog(log: string): CriuVerdict {
  const errors = log
    .split('\n')
    // CRIU asks for more open files for itself, and goes on without.
    .filter((line) => /\bError\b/.test(line) && !line.includes("Can't setup RLIMIT_NOFILE for self"))
    .slice(0, maxLines)
    .map((line) => printable(line.slice(0, maxLineLength).replace(/^\(\d{1,10}\.\d{1,10}\)\s*/, '')).trim());
  const firstError = errors[0] ?? '';
  for (const line of errors) {
    const found = knownRefusals.find(({ pattern }) => pattern.test(line));
    if (found) return { firstError: line, meaning: found.meaning, remedy: found.remedy };
  }
  return {
    firstError,
    meaning:
      firstError === ''
        ? { en: 'CRIU gave no reason.', zh: 'CRIU 没有说明原因。' }
        : { en: `CRIU says: ${firstError}`, zh: `CRIU 的说明：${firstError}` },
    remedy: {
      en: "The details hold CRIU's own words; its documentation explains them.",
      zh: '详细信息中有 CRIU 的原话；可查阅其文档。',
    },
  };
}
