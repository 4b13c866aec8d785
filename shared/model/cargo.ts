/** What a move carries, over which route, and in what form. */
import { z } from 'zod';

/** The kinds of data a move carries, as they are counted and reported. */
export const cargo = z.enum(['image', 'memory', 'rwLayer', 'volumes', 'log']);
export type Cargo = z.infer<typeof cargo>;

export const bytesByCargo = z.object({
  image: z.number(),
  memory: z.number(),
  rwLayer: z.number(),
  volumes: z.number(),
  log: z.number(),
});
export type BytesByCargo = z.infer<typeof bytesByCargo>;

/** What a move took from the laptop's store instead of from its source, in bytes. */
export const fromStore = z.object({
  image: z.number(),
  files: z.number(),
  memory: z.number(),
  /** The restore point that files and memory are of. */
  point: z.string().optional(),
});
export type FromStore = z.infer<typeof fromStore>;
export type FromStoreCargo = Exclude<keyof FromStore, 'point'>;

/** How the data travels: from host to host, through the laptop, or whichever is faster. */
export const askedRoute = z.enum(['auto', 'direct', 'relay']);
export type AskedRoute = z.infer<typeof askedRoute>;

/** How the data travelled; `direct-then-relay`: the direct route broke on the way, and the relay went on. */
export const takenRoute = z.enum(['direct', 'relay', 'direct-then-relay']);
export type TakenRoute = z.infer<typeof takenRoute>;

const compressor = z.enum(['none', 'zstd', 'lz4']);

/** How each kind of data was compressed on its way. */
export const compression = z.object({ image: compressor, files: compressor, memory: compressor });
export type CompressionUsed = z.infer<typeof compression>;
