/** Signs that a host fails, or may soon, each in a sentence, for somebody who looks at it and plans no move. */
import { readCondition } from '../hosts/condition/condition.ts';
import type { Session } from '../hosts/session.ts';
import type { Words } from '../../shared/words.ts';
import { conditionChecks } from './checks/index.ts';
import { gatheringOf, runChecks, toFindings } from './run-checks.ts';
import type { ConditionSubject } from './subject.ts';

/**
 * The worst first; none of a host that fares well. Asks its disks among others, which takes seconds: not for every look.
 * Throws what `readCondition` throws.
 */
export async function signsOf(session: Session, engineRoot: string): Promise<Words[]> {
  const condition = await readCondition(session, engineRoot);
  const gathering = gatheringOf<ConditionSubject>({
    role: Promise.resolve('alone'),
    name: Promise.resolve(session.host.name),
    condition: Promise.resolve(condition),
  });
  return toFindings(await runChecks(conditionChecks, gathering))
    .filter(({ severity }) => severity === 'error' || severity === 'warning')
    .map(({ text }) => text);
}
