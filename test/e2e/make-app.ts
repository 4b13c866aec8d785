/** Once for all tests of the window on a desktop shell: makes the app, as Electron runs it. */
import { makeApp } from '../../build/window/make-app.ts';

export async function setup(): Promise<void> {
  await makeApp();
}
