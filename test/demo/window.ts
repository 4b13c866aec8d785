/** The window at the demo's end, for its user to move the gauge back. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { home } from './hosts.ts';

const project = path.resolve(import.meta.dirname, '../..');

/** To be typed in the project's folder. */
export const start = `npm start -- --home ${home}`;

/** Whether somebody can see a window here. */
export const hasScreen = (): boolean =>
  Boolean(process.env['DISPLAY']) || Boolean(process.env['WAYLAND_DISPLAY']);

/** Resolves when it was closed, and nothing goes on any more. */
export async function openWindow(): Promise<void> {
  console.log('\n5. The window: river and dam are in it, and the gauge, to be moved back');
  // Ctrl-C is for the window; the demo ends with it.
  process.on('SIGINT', () => undefined);
  const window = spawn(path.join(project, 'build/start'), ['--home', home], { stdio: 'inherit' });
  const [status] = (await once(window, 'exit')) as [number | null];
  if (status !== 0 && status !== null)
    throw new Error('the window could not be opened: see above. The hosts stay up.');
}
