/** The move over a slow link that drops every minute: apart from the other tests, since it takes most of an hour. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    reporters: ['default', './test/count-reporter.ts'],
    include: ['test/slow/**/*.test.ts'],
    globalSetup: ['test/edge/global-setup.ts'],
    // What it says on the way is read while it runs.
    disableConsoleIntercept: true,
    fileParallelism: false,
    pool: 'forks',
    testTimeout: 4 * 3_600_000,
    hookTimeout: 300_000,
  },
});
