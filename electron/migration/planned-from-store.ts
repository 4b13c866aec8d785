/** What a planned move would have from this laptop's store instead of its source. The rules are those of `fill.ts`. */
import type { BytesByCargo, FromStore } from '../../shared/model.ts';
import type { MountView, PlannedFrom } from '../preflight/subject.ts';
import { comparingPays, fillingPays } from './estimate.ts';
import type { LayerSource } from './layer-source.ts';
import type { FindPrestored, Prestored } from './prestored.ts';

export interface LaptopStore {
  readonly layers: LayerSource;
  readonly findPrestored: FindPrestored;
}

export interface PlannedFromStore {
  /** What the laptop would send, uncompressed. */
  readonly fromStore: FromStore;
  /** What the source need not send for it, but for what changed since. */
  readonly saved: Pick<FromStore, 'image' | 'files' | 'memory'>;
  /** How old the restore point is; 0 where only the image comes from there. */
  readonly ageSeconds: number;
}

export interface StoreQuestion {
  readonly facts: PlannedFrom;
  readonly bytes: BytesByCargo;
  /** Of the relay. */
  readonly bytesPerSecond: number;
  readonly maxRounds: number;
}

/** Undefined where the store has nothing of use, or cannot be read: the move asks again, and says why then. */
export async function plannedFromStore(
  question: StoreQuestion,
  { layers, findPrestored }: LaptopStore,
): Promise<PlannedFromStore | undefined> {
  const image = (await ifReadable(() => hasImage(question, layers))) ? question.bytes.image : 0;
  using prestored = question.maxRounds > 0 ? await ifReadable(findPrestored) : undefined;
  const files = prestored === undefined ? none : filesOf(question, prestored);
  const memory = prestored === undefined ? none : memoryOf(question, prestored);
  if (image + files.stored + memory.stored === 0) return undefined;
  const isOfPoint = prestored !== undefined && files.stored + memory.stored > 0;
  return {
    fromStore: {
      image,
      files: files.stored,
      memory: memory.stored,
      ...(isOfPoint ? { point: prestored.point } : {}),
    },
    saved: { image, files: files.saved, memory: memory.saved },
    ageSeconds: isOfPoint ? Math.max(0, (Date.now() - Date.parse(prestored.at)) / 1000) : 0,
  };
}

interface Part {
  readonly stored: number;
  readonly saved: number;
}

const none: Part = { stored: 0, saved: 0 };

async function ifReadable<Result>(read: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await read();
  } catch {
    return undefined;
  }
}

async function hasImage({ facts, bytes }: StoreQuestion, layers: LayerSource): Promise<boolean> {
  const { found } = facts.image;
  if (found === undefined || bytes.image === 0) return false;
  using kept = await layers.find(found.configDigest);
  return kept !== undefined;
}

function filesOf({ facts, bytes }: StoreQuestion, prestored: Prestored): Part {
  const places = [
    { destination: '/', own: bytes.rwLayer, ofCargo: bytes.rwLayer },
    ...facts.mounts.filter(isLaid).map(({ mount, onSource }) => ({
      destination: mount.destination,
      own: onSource.bytes,
      ofCargo: bytes.volumes,
    })),
  ];
  let { stored, saved } = none;
  for (const { destination, own, ofCargo } of places) {
    const part = prestored.folder(destination);
    if (part === undefined || !fillingPays(part.bytes, ofCargo)) continue;
    stored += part.bytes;
    saved += Math.min(part.bytes, own);
  }
  return { stored, saved };
}

/** What the target has already is compared as it is. */
const isLaid = ({ treatment, onSource, onTarget }: MountView): boolean =>
  treatment === 'copy' && onSource.kind !== 'file' && onTarget.kind === 'missing';

/** Whether there is room for it on the target, only the move knows. */
function memoryOf({ facts, bytes, bytesPerSecond }: StoreQuestion, { memory }: Prestored): Part {
  const pays =
    memory !== undefined &&
    !facts.source.facts.tracksDirtyPages &&
    comparingPays(bytesPerSecond) &&
    fillingPays(memory.bytes, bytes.memory);
  return pays ? { stored: memory.bytes, saved: Math.min(memory.bytes, bytes.memory) } : none;
}
