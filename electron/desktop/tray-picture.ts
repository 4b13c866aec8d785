/** The picture in the tray: a container between the two gates of a lock. Drawn here, since trays want pixels of one colour. */
const drawing = [
  '................',
  '.##..........##.',
  '.##..........##.',
  '.##..........##.',
  '.##...####...##.',
  '.##...####...##.',
  '.##...####...##.',
  '.##..........##.',
  '.##.########.##.',
  '.##..######..##.',
  '.##...####...##.',
  '.##..........##.',
  '.##############.',
  '.##############.',
  '................',
  '................',
] as const;

export const trayPictureSize = drawing.length;

/** As bitmaps are: four bytes a pixel (blue, green, red, opacity), row by row. `scale`: pixels to a point of the drawing. */
export function trayPicture([red, green, blue]: readonly [number, number, number], scale: number): Buffer {
  const width = trayPictureSize * scale;
  const pixels = Buffer.alloc(width * width * 4);
  for (let y = 0; y < width; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (drawing[Math.floor(y / scale)]?.[Math.floor(x / scale)] !== '#') continue;
      pixels.set([blue, green, red, 255], (y * width + x) * 4);
    }
  }
  return pixels;
}
