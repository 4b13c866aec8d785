/** Makes `dist/window`: the window's page, for the shells to serve. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isStale } from './stale.ts';

const root = join(import.meta.dirname, '../..');
const sources = ['renderer', 'shared', 'vite.config.ts', 'package-lock.json'];

/** Resolves with its folder. Does nothing while it is newer than what it is made of. */
export async function makeWindow(): Promise<string> {
  const made = join(root, 'dist/window');
  const madeOf = sources.map((source) => join(root, source));
  if (!isStale(join(made, 'index.html'), madeOf)) return made;
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  // As it is for its users, also where tests make it.
  const { NODE_ENV: _, ...env } = process.env;
  await promisify(execFile)(process.execPath, [vite, 'build', '--logLevel', 'warn'], { cwd: root, env });
  return made;
}
