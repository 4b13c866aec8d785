/** The image's layers that the target lacks. */
import { ShiplockError } from '../../../shared/errors.ts';
import { hasSameImage, sendImage } from '../../transfer/image.ts';
import { chooseFor, uncompressed } from '../compression.ts';
import { stageOf } from '../workspace.ts';
import type { Step } from '../step.ts';

export const image: Step = {
  name: 'image',

  async run(move) {
    const { source, target, plan } = move;
    const found = await source.engine.image(plan.container.imageId);
    if (found === undefined) {
      throw new ShiplockError(
        'not-found',
        `The image of ${plan.container.name} is gone from ${source.host}.`,
        {
          state: `${source.host} runs the container as before.`,
        },
      );
    }
    // Noted before: what arrives of an interrupted image is whole layers, and they are taken away with it.
    if (!(await hasSameImage(target.engine, found, plan.imageName))) move.note('image', { isSent: true });
    const isSent = move.recall('image').isSent === true;
    const root = `/proc/${plan.container.pid}/root/`;
    const { stream, rsync } = isSent ? await chooseFor(move, 'image', [root]) : uncompressed;
    // A stream was begun before and did not arrive: what can be gone on with is worth its detour now.
    const stage = move.recall('image').isStreamed === true ? stageOf(plan.key) : undefined;
    if (isSent) move.note('image', { isStreamed: true });
    await sendImage({
      route: move.route,
      source: { session: source.session, engine: source.engine },
      target: { session: target.session, engine: target.engine },
      image: found,
      name: plan.imageName,
      compression: stream,
      rsyncCompression: rsync,
      stage,
      onBytes: move.counter('image', 'image'),
      signal: move.signal,
    });
    const arrived = isSent ? await target.engine.image(plan.imageName) : undefined;
    if (arrived !== undefined) move.note('image', { id: arrived.id });
  },

  async undo(move) {
    const { engine } = move.target;
    const { isSent, id } = move.recall('image');
    if (!isSent) return;
    await engine.removeImage(move.plan.imageName);
    // On a full disk the name may have gone first, and the rest not at all.
    const left = id === undefined ? undefined : await engine.image(id);
    if (left?.names.length === 0) await engine.removeImage(left.id);
  },
};
