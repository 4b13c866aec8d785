/** The image from this laptop instead of the source. The store is a help and never a hindrance: without it, the source sends. */
import { asShiplockError } from '../../shared/errors.ts';
import { en, zh } from '../../shared/words.ts';
import type { ImageFacts } from '../engines/engine.ts';
import { hasSameImage } from '../transfer/image.ts';
import { pour } from '../transfer/pour.ts';
import type { KeptImage } from './layer-source.ts';
import type { Move } from './move.ts';

/**
 * Such a stream begins at its beginning again when the link is lost; what the source sends is gone on with. An engine that
 * was just collecting garbage may also have lost a layer that it had when it was asked.
 */
const mostTries = 3;

/**
 * False if the target has it not, and the source has to send it: what this laptop keeps of it is not whole, or the link breaks
 * again and again. Throws what failed on the target, and the signal's reason.
 */
export async function sendKept(move: Move, image: ImageFacts): Promise<boolean> {
  using kept = await find(move, image);
  while (kept !== undefined && triesOf(move) < mostTries) {
    if (!(await send(move, kept))) return false;
    if (await hasSameImage(move.target.engine, image, move.plan.imageName)) return true;
  }
  return false;
}

const triesOf = (move: Move): number => move.recall('image').keptTries ?? 0;

/** False if it cannot be had from here. */
async function send(move: Move, kept: KeptImage): Promise<boolean> {
  const { target, plan, signal } = move;
  const what = { en: `image ${plan.imageName}`, zh: `镜像 ${plan.imageName}` };
  try {
    const stream = await kept.archive(target.engine, plan.imageName);
    if (stream === undefined) return false;
    move.note('image', { keptTries: triesOf(move) + 1 });
    const command = target.engine.importCommand;
    const onBytes = move.storeCounter('image', 'image');
    // Its layers are compressed where they lie.
    await pour({ session: target.session, command, stream, mayCompress: false, what, onBytes, signal });
    return true;
  } catch (thrown) {
    const { code } = asShiplockError(thrown);
    if (target.isLost || (code !== 'store-damaged' && code !== 'transfer-failed')) throw thrown;
    remark(move, thrown);
    return false;
  }
}

async function find(move: Move, { configDigest }: ImageFacts): Promise<KeptImage | undefined> {
  try {
    return await move.layers?.find(configDigest);
  } catch (thrown) {
    remark(move, thrown);
    return undefined;
  }
}

function remark(move: Move, thrown: unknown): void {
  const { text } = asShiplockError(thrown);
  move.log.remark({
    en: en`The source sent the image, since it could not be had from this laptop. ${text}`,
    zh: zh`镜像由源主机传送，因为无法从本机取得。${text}`,
  });
}
