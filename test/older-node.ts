/** A Node older than the one that Shiplock needs, if this machine has one. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

export const olderNode = ['/usr/bin/node', '/usr/local/bin/node'].find((file) => {
  if (!existsSync(file)) return false;
  const version = execFileSync(file, ['--version'], { encoding: 'utf8' });
  return /^v2[0-3]\./.test(version);
});
