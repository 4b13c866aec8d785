/** Tests that need hosts: run where there can be some, reported as skipped, with the reason, where not. */
import { describe } from 'vitest';
import { whyNoHosts } from './capability.ts';

/** As `describe`. On a machine without hosts every test in it counts as skipped, under a name that says why. */
export function describeOnHosts(name: string, tests: () => void): void {
  const reason = whyNoHosts();
  describe.skipIf(reason !== null)(reason === null ? name : `${name} (no test hosts here: ${reason})`, tests);
}
