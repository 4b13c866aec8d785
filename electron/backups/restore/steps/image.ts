/** The image, from the store: only the layers that the target lacks. */
import { ShiplockError } from '../../../../shared/errors.ts';
import { pour } from '../../../transfer/pour.ts';
import { freeName, referenceTo } from '../../images/engine-image.ts';
import type { Restoration } from '../restoration.ts';
import type { Step } from '../step.ts';

export const image: Step = {
  name: 'image',

  async run(restoration) {
    const { target, signal, plan } = restoration;
    const { isSent } = restoration.recall('image');
    const there = isSent === true ? undefined : await whereItIs(restoration);
    if (there !== undefined) return restoration.note('image', { reference: there });
    const name = await freeName(target.engine, plan.image);
    const point = await restoration.point();
    const archive = await point.imageArchive(target.engine, name, signal);
    if (archive !== undefined) {
      // Noted before: what arrives of an interrupted image is whole layers, and they are taken away with it.
      restoration.note('image', { isSent: true, manifest: archive.manifestDigest });
      const { isCompressed } = await pour({
        session: target.session,
        command: target.engine.importCommand,
        stream: archive.stream,
        mayCompress: await restoration.takesCompressed(),
        what: { en: `image ${plan.image.name}`, zh: `镜像 ${plan.image.name}` },
        onBytes: restoration.counter('image', 'image'),
        signal,
      });
      if (isCompressed) restoration.log.compression.image = 'zstd';
    }
    const reference = await whereItIs(restoration);
    if (reference === undefined) throw arrivedOtherwise(target.host, plan.image.name);
    restoration.note('image', { reference });
  },

  async undo(restoration) {
    const { isSent } = restoration.recall('image');
    if (isSent !== true) return;
    const left = await whereItIs(restoration);
    if (left !== undefined) await restoration.target.engine.removeImage(left);
  },
};

/** What it was sent as is another manifest than the store's where the target has layers of it uncompressed. */
function whereItIs(restoration: Restoration): Promise<string | undefined> {
  const { target, plan } = restoration;
  const { manifest } = restoration.recall('image');
  const manifests = [plan.image.digest, ...(manifest === undefined ? [] : [manifest])];
  return referenceTo(target.engine, plan.image, manifests);
}

const arrivedOtherwise = (host: string, name: string): ShiplockError =>
  new ShiplockError(
    'incomplete',
    {
      en: `Image ${name} arrived on ${host} with other layers.`,
      zh: `镜像 ${name} 送达 ${host} 后，镜像层与原来不同。`,
    },
    {
      remedy: {
        en: 'Try again; if it happens again: shiplock verify',
        zh: '请重试；如果再次发生，请校验存储：shiplock verify',
      },
    },
  );
