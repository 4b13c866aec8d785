/** Specs of the window: run once for each shell, in the project of that shell. */
import { describe, inject } from 'vitest';
import { whyNoHosts } from '../edge/capability.ts';
import { type ShellKind, type ShellName, shells } from './shells/shells.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    readonly shell: ShellName;
  }
}

/** The one that this project is about. */
export const shellName: ShellName = inject('shell');
export const theShell: ShellKind = shells[shellName];

/** As `describe`. Where the shell is not installed every test in it counts as skipped, under a name that says why. */
export function describeInWindow(name: string, tests: () => void): void {
  describeUnless(theShell.whyNone, name, tests);
}

/** The same, of a window that looks at test hosts: skipped as well on a machine that can run none. */
export function describeInWindowOnHosts(name: string, tests: () => void): void {
  const noHosts = whyNoHosts();
  describeUnless(
    theShell.whyNone ?? (noHosts === null ? undefined : `no test hosts: ${noHosts}`),
    name,
    tests,
  );
}

function describeUnless(reason: string | undefined, name: string, tests: () => void): void {
  const why = reason === undefined ? '' : ` (skipped: ${reason})`;
  describe.skipIf(reason !== undefined)(`${name}, ${theShell.title}${why}`, tests);
}
