/** Says what was skipped, and why: the names of what is skipped tell the reason, and no other reporter prints them. */
import type { Reporter, TestCase, TestModule, TestSuite } from 'vitest/node';

export default class SkipReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const skipped = modules.flatMap((module) => skippedIn(module));
    if (skipped.length > 0)
      process.stdout.write(`Skipped:\n${skipped.map((each) => `  ${each}\n`).join('')}\n`);
  }
}

/** The outermost of what is skipped whole, with the number of its tests. */
function skippedIn(place: TestModule | TestSuite): string[] {
  return [...place.children].flatMap((child) => {
    if (child.type === 'test') return isSkipped(child) ? [child.fullName] : [];
    const tests = [...child.children.allTests()];
    return tests.every(isSkipped) ? [`${child.fullName}: ${tests.length}`] : skippedIn(child);
  });
}

const isSkipped = (test: TestCase): boolean => test.result().state === 'skipped';
