/** What a package must hold, and must not. */
import { readdirSync } from 'node:fs';
import { join, sep } from 'node:path';

const needed = [
  'app/package.json',
  'app/electron/main.js',
  'app/electron/preload.cjs',
  'app/electron/cli.js',
  'app/electron/hosts/facts.sh',
  'app/electron/backups/store/keys/passphrase-process.js',
  'app/electron/backups/store/pack-thread.js',
  'app/dist/window/index.html',
] as const;

/** Sources, maps of them, tests, what only building needs, and what is of this machine's Node alone. */
const unwanted = [
  /\.(ts|tsx|mts|cts|map)$/,
  /^app\/(test|renderer|build)\//,
  /\/build\/Release\//,
  /^app\/node_modules\/(react|react-dom|vite|vitest|typescript|electron|playwright-core|node)\//,
] as const;

/** `resources`: the folder that Electron's program finds `app` in. Throws if something is missing, or too much. */
export function checkPackage(resources: string): void {
  const files = readdirSync(resources, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) =>
      join(parentPath, name)
        .slice(resources.length + 1)
        .split(sep)
        .join('/'),
    );
  const missing = needed.filter((path) => !files.includes(path));
  const tooMuch = files.filter((path) => unwanted.some((pattern) => pattern.test(path)));
  if (missing.length + tooMuch.length === 0) return;
  throw new Error(
    [
      ...missing.map((path) => `missing in the package: ${path}`),
      ...tooMuch.map((path) => `not to be in the package: ${path}`),
    ].join('\n'),
  );
}
