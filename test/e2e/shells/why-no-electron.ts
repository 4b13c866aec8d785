/** Why specs are not run on Electron here; undefined where they are. */
import { hereProgram } from '../../../build/window/electron-runtime.ts';

export function whyNoElectron(): string | undefined {
  if (hereProgram() === undefined) return 'Electron’s runtime is not installed';
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  const hasScreen = process.platform !== 'linux' || Boolean(DISPLAY ?? WAYLAND_DISPLAY);
  return hasScreen ? undefined : 'Electron is installed, but there is no screen for it; xvfb-run makes one';
}
