/** The image's layers that the target lacks: from this laptop if it keeps them, else from the source. */
import { ShiplockError } from '../../../shared/errors.ts';
import type { ImageFacts } from '../../engines/engine.ts';
import { hasSameImage, sendImage } from '../../transfer/image.ts';
import { chooseFor } from '../compression.ts';
import { sendKept } from '../kept-image.ts';
import type { Move } from '../move.ts';
import type { Step } from '../step.ts';
import { stageOf } from '../workspace.ts';

export const image: Step = {
  name: 'image',

  async run(move) {
    const { source, target, plan } = move;
    const found = await source.engine.image(plan.container.imageId);
    if (found === undefined) {
      const { name } = plan.container;
      const text = {
        en: `The image of ${name} is gone from ${source.host}.`,
        zh: `${source.host} 上已没有 ${name} 的镜像。`,
      };
      throw new ShiplockError('not-found', text, {
        state: {
          en: `${source.host} runs the container as before.`,
          zh: `容器照常在 ${source.host} 上运行。`,
        },
      });
    }
    if (!(await hasSameImage(target.engine, found, plan.imageName))) {
      // Noted before: what arrives of an interrupted image is whole layers, and they are taken away with it.
      move.note('image', { isSent: true });
      if (!(await sendKept(move, found))) await sendFromSource(move, found);
    }
    const isSent = move.recall('image').isSent === true;
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

async function sendFromSource(move: Move, image: ImageFacts): Promise<void> {
  const { source, target, plan } = move;
  const root = `/proc/${plan.container.pid}/root/`;
  const { stream, rsync } = await chooseFor(move, 'image', [root]);
  // A stream was begun before and did not arrive: what can be gone on with is worth its detour now.
  const stage = move.recall('image').isStreamed === true ? stageOf(plan.key) : undefined;
  move.note('image', { isStreamed: true });
  await sendImage({
    route: move.route,
    source: { session: source.session, engine: source.engine },
    target: { session: target.session, engine: target.engine },
    image,
    name: plan.imageName,
    compression: stream,
    rsyncCompression: rsync,
    stage,
    onBytes: move.counter('image', 'image'),
    signal: move.signal,
  });
}
