/** Once for all tests of the window: makes the window that they look at, as it is for its users. */
import { execFileSync } from 'node:child_process';

export function setup(): void {
  const { NODE_ENV: _, ...environment } = process.env;
  execFileSync('npm', ['run', '--silent', 'window', '--', '--logLevel', 'warn'], {
    env: environment,
    stdio: 'inherit',
  });
}
