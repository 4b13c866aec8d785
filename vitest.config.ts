import { configDefaults, defineConfig } from 'vitest/config';
import { notToday } from './test/in-turns.ts';

export default defineConfig({
  test: {
    reporters: ['default', './test/skip-reporter.ts', './test/count-reporter.ts'],
    projects: [
      // A busy machine is slow, not wrong: a limit is for what hangs.
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout: 60_000 } },
      {
        test: {
          name: 'hosts',
          include: ['test/{integration,edge,faults}/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...notToday],
          globalSetup: ['test/edge/global-setup.ts'],
          // Hosts share this machine's processors, and wait most of the time: three files at a time, not beside the unit tests.
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
          pool: 'forks',
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/edge/global-setup.ts', 'test/e2e/global-setup.ts'],
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
          pool: 'forks',
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
