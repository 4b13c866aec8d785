/** Where the window was and how large, kept in the user's data folder for the next time. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from '../backups/store/replace-file.ts';

const size = z.number().int().min(1).max(100_000);
const coordinate = z.number().int().min(-100_000).max(100_000);

const windowPlace = z.object({
  bounds: z.object({ x: coordinate, y: coordinate, width: size, height: size }),
  isMaximized: z.boolean(),
});
export type WindowPlace = z.infer<typeof windowPlace>;
type Bounds = WindowPlace['bounds'];

const fileName = 'window.json';
/** What a title bar needs to be seen and caught. */
const least = { width: 120, height: 40 };

/** Undefined where there is none that can be read. */
export function readWindowPlace(home: string): WindowPlace | undefined {
  try {
    return windowPlace.parse(JSON.parse(readFileSync(join(home, fileName), 'utf8')));
  } catch {
    return undefined;
  }
}

/** Throws what writing a file throws. */
export function keepWindowPlace(home: string, place: WindowPlace): void {
  replaceFile(join(home, fileName), `${JSON.stringify(place)}\n`);
}

/** The place, if the window's title bar can be seen there on one of the screens that there are now; else only its size. */
export function onScreen(
  { x, y, width, height }: Bounds,
  screens: readonly Bounds[],
): Bounds | Pick<Bounds, 'width' | 'height'> {
  const isSeen = screens.some(
    (screen) =>
      Math.min(x + width, screen.x + screen.width) - Math.max(x, screen.x) >= least.width &&
      y >= screen.y &&
      y + least.height <= screen.y + screen.height,
  );
  return isSeen ? { x, y, width, height } : { width, height };
}
