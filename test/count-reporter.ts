/**
 * Says in one line how the tests went: `N passed, N failed, N skipped`. What fails outside a test (a file that does not
 * load, a hook, an error nobody caught) counts as one failure each, and so does a test that never ended.
 */
import { writeFileSync } from 'node:fs';
import type { Reporter, TestCase, TestModule, TestSuite } from 'vitest/node';

export default class CountReporter implements Reporter {
  /** Prints the line; or writes it to the file that `SHIPLOCK_TEST_COUNTS` names, for a caller with more to say. */
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const places = modules.flatMap((module) => [module, ...module.children.allSuites()]);
    const passed = tests.filter((test) => stateOf(test) === 'passed').length;
    const skipped = tests.filter((test) => stateOf(test) === 'skipped').length;
    const failedTests = tests.length - passed - skipped;
    const failed = failedTests + places.filter(brokeOutsideTests).length + unhandledErrors.length;
    const line = `${passed} passed, ${failed} failed, ${skipped} skipped`;
    const file = process.env['SHIPLOCK_TEST_COUNTS'];
    if (file === undefined) console.log(line);
    else writeFileSync(file, `${line}\n`);
  }
}

function stateOf(test: TestCase): string {
  return test.result().state;
}

function brokeOutsideTests(place: TestModule | TestSuite): boolean {
  return place.errors().length > 0;
}
