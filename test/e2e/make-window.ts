/** Once for all tests of the window: makes the page that they look at, as it is for its users. */
import { makeWindow } from '../../build/window/make-window.ts';

export async function setup(): Promise<void> {
  await makeWindow();
}
