/**
 * Makes `dist/app`: Shiplock as Electron runs it and as packages hold it. Every file is compiled by itself, so what a file reads
 * beside it (sh, perl) and starts (a thread, a process) lies where it lies among the sources.
 */
import { execFile } from 'node:child_process';
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';
import packageJson from '../../package.json' with { type: 'json' };
import { makeWindow } from './make-window.ts';
import { isStale } from './stale.ts';

const root = join(import.meta.dirname, '../..');
const sources = ['electron', 'shared', 'build/window', 'package-lock.json'];
const made = join(root, 'dist/app');

/** Resolves with its folder. Throws, with the compiler's words, where the sources have errors. */
export async function makeApp(): Promise<string> {
  const window = await makeWindow();
  const manifest = join(made, 'package.json');
  const from = [...sources.map((source) => join(root, source)), join(window, 'index.html')];
  if (!isStale(manifest, from)) return made;
  rmSync(made, { recursive: true, force: true });
  await compile();
  cpSync(join(root, 'electron'), join(made, 'electron'), { recursive: true, filter: isReadAtRunTime });
  cpSync(window, join(made, 'dist/window'), { recursive: true });
  await bundlePreload();
  // Last: without it, or with an older one, it is made anew.
  writeFileSync(manifest, `${JSON.stringify(appPackage, null, 2)}\n`);
  return made;
}

const { name, version, description, license, dependencies } = packageJson;
const appPackage = {
  name,
  version,
  description,
  license,
  type: 'module',
  main: 'electron/main.js',
  dependencies,
};

async function compile(): Promise<void> {
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const args = [compiler, '--project', join(root, 'build/window/tsconfig.json')];
  await promisify(execFile)(process.execPath, args).catch(({ stdout }: { stdout: string }) => {
    throw new Error(`Shiplock does not compile:\n${stdout}`);
  });
}

const isReadAtRunTime = (path: string): boolean => ['', '.sh', '.pl'].includes(extname(path));

/** A sandboxed page's preload script is one CommonJS file. */
async function bundlePreload(): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      lib: { entry: join(root, 'electron/preload.ts'), formats: ['cjs'], fileName: () => 'preload.cjs' },
      rolldownOptions: { external: ['electron'] },
      outDir: join(made, 'electron'),
      emptyOutDir: false,
      minify: false,
    },
  });
}
