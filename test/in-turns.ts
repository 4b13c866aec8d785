/**
 * Files of tests on hosts that take turns, so that the whole of `npm test` stays short: a third of them each day. What every move and
 * every restore point rests on is not among them and runs each day. Whoever names a file gets it; `npm run test:all` runs all.
 */
import { isAll, todaysPart } from './todays-part.ts';

/** The long ones first, so that each day has its share of them. */
const onHosts = [
  'routes',
  'restore-kills',
  'read-only-source',
  'slow',
  'prestored',
  'both-hosts',
  'refusals',
  'fixes',
  'backups',
  'hangs',
  'reconnect',
  'files',
  'workloads',
  'images-ahead',
  'policies',
  'stored-images',
  'podman',
  'hostile-names',
  'restore-cli',
  'estimate',
  'secrets',
  'registry-points',
  'malicious-host',
  'kept-images',
  'restore-points',
  'images-of-checkpoint',
  'logins',
  'rehearsal',
  'bad-luck',
  'rewritten-files',
  'log',
].map((name) => `test/integration/${name}.test.ts`);

const ofWindow = ['gone-wrong', 'restore-gone-wrong', 'distrusted-hosts'].map(
  (name) => `test/e2e/${name}.test.ts`,
);
const inTurns = [...onHosts, ...ofWindow];

const areNamed = process.argv.slice(2).some((word) => word.includes('test/'));
const today = new Set(todaysPart(inTurns, 3));

/** Their paths. */
export const notToday: readonly string[] = areNamed ? [] : inTurns.filter((path) => !today.has(path));

/** Specs of the window on other shells than the browser's: each day the short ones that need no hosts. */
export const isOnEachShell = areNamed || isAll;
export const eachShellToday: readonly string[] = isOnEachShell
  ? ['test/e2e/**/*.test.ts']
  : ['window', 'desktop'].map((name) => `test/e2e/${name}.test.ts`);
