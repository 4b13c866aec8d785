/** The image, from the store: only the layers that the target lacks. */
import { ShiplockError } from '../../../../shared/errors.ts';
import type { Engine } from '../../../engines/engine.ts';
import { pour } from '../../../transfer/pour.ts';
import type { PlannedImage } from '../restore-plan.ts';
import type { Step } from '../step.ts';

export const image: Step = {
  name: 'image',

  async run(restoration) {
    const { target, signal, plan } = restoration;
    const { isSent } = restoration.recall('image');
    const there = isSent === true ? undefined : await referenceTo(target.engine, plan.image);
    if (there !== undefined) return restoration.note('image', { reference: there });
    // A name that means another image there goes on meaning it.
    const named = await target.engine.image(plan.image.name);
    const name = named === undefined || isIt(named, plan.image) ? plan.image.name : undefined;
    // Noted before: what arrives of an interrupted image is whole layers, and they are taken away with it.
    if (isSent !== true) restoration.note('image', { isSent: true });
    const point = await restoration.point();
    const stream = await point.imageArchive(target.engine, name, signal);
    if (stream !== undefined) {
      const { isCompressed } = await pour({
        session: target.session,
        command: target.engine.importCommand,
        stream,
        mayCompress: await restoration.takesCompressed(),
        what: `image ${plan.image.name}`,
        onBytes: restoration.counter('image', 'image'),
        signal,
      });
      if (isCompressed) restoration.log.compression.image = 'zstd';
    }
    const reference = await referenceTo(target.engine, plan.image);
    if (reference === undefined) throw arrivedOtherwise(target.host, plan.image.name);
    restoration.note('image', { reference });
  },

  async undo(restoration) {
    const { isSent } = restoration.recall('image');
    if (isSent !== true) return;
    const { engine } = restoration.target;
    const left = await referenceTo(engine, restoration.plan.image);
    if (left !== undefined) await engine.removeImage(left);
  },
};

/** By which the engine knows the image: its name if it means it, or an identifier. Undefined: it lacks it. */
async function referenceTo(engine: Engine, image: PlannedImage): Promise<string | undefined> {
  // An identifier is the configuration's digest in one kind of image store, and the manifest's in the other.
  for (const reference of [image.name, image.configDigest, image.digest]) {
    const found = await engine.image(reference);
    if (found !== undefined && isIt(found, image)) return reference;
  }
  return undefined;
}

const isIt = (found: { configDigest: string }, image: PlannedImage): boolean =>
  found.configDigest === image.configDigest;

const arrivedOtherwise = (host: string, name: string): ShiplockError =>
  new ShiplockError('incomplete', `Image ${name} arrived on ${host} with other layers.`, {
    remedy: 'Try again; if it happens again: shiplock verify',
  });
