import { configDefaults, defineConfig } from 'vitest/config';
import { whyNoElectron } from './test/e2e/shells/why-no-electron.ts';
import { eachShellToday, isOnEachShell, notToday } from './test/in-turns.ts';

/** The window on one of its shells; see `test/e2e/describe-in-window.ts`. */
const ofTheWindow = {
  maxWorkers: 2,
  sequence: { groupOrder: 2 },
  pool: 'forks' as const,
  testTimeout: 120_000,
  hookTimeout: 300_000,
};
const onHosts = 'test/edge/global-setup.ts';
const allSpecs = ['test/e2e/**/*.test.ts'];
const notOfTheBrowser = [...configDefaults.exclude, ...notToday, 'test/e2e/desktop.test.ts'];
const notOfTheDesktop = [...configDefaults.exclude, 'test/e2e/browser-shell.test.ts'];
const forTheDesktop = [...(isOnEachShell ? [onHosts] : []), 'test/e2e/make-app.ts'];
const hasElectron = whyNoElectron() === undefined;

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
          globalSetup: [onHosts],
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
          ...ofTheWindow,
          name: 'e2e',
          include: allSpecs,
          exclude: notOfTheBrowser,
          globalSetup: [onHosts, 'test/e2e/make-window.ts'],
          provide: { shell: 'browser' },
        },
      },
      {
        test: {
          ...ofTheWindow,
          name: 'e2e-stand-in',
          include: [...eachShellToday],
          exclude: notOfTheDesktop,
          globalSetup: forTheDesktop,
          provide: { shell: 'stand-in' },
        },
      },
      {
        test: {
          ...ofTheWindow,
          name: 'e2e-electron',
          // Where there is none all of them are said to be skipped, which takes no hosts and little time.
          include: hasElectron ? [...eachShellToday] : allSpecs,
          isolate: hasElectron,
          exclude: notOfTheDesktop,
          globalSetup: hasElectron ? forTheDesktop : [],
          provide: { shell: 'electron' },
        },
      },
    ],
  },
});
