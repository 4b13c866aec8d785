/** The image of a container that a restore point is taken of. */
import { ShiplockError } from '../../../shared/errors.ts';
import { ImageCatalogue } from '../images/known-images.ts';
import { storeImage } from '../images/store-image.ts';
import type { StoredImage } from '../images/stored-image.ts';
import type { Addition } from '../store/addition.ts';
import type { Digest } from '../store/layout.ts';
import type { TakeRequest } from './take-request.ts';

/** Only the layers that the store lacks come from the host. */
export async function takeImage(request: TakeRequest, addition: Addition): Promise<StoredImage> {
  const { session, engine, store, container, onBytes, signal } = request;
  const found = await engine.image(container.imageId);
  if (found === undefined) {
    const text = {
      en: `The image of ${container.name} is gone from ${session.host.name}.`,
      zh: `${session.host.name} 上已没有 ${container.name} 的镜像。`,
    };
    throw new ShiplockError('not-found', text, {
      state: { en: 'No restore point was made.', zh: '没有创建还原点。' },
    });
  }
  const known = await ImageCatalogue.read(
    store.blobs,
    store.images().map(({ digest }) => digest),
  );
  const name = found.names.includes(container.imageName) ? container.imageName : found.id;
  const image = await storeImage({
    session,
    engine,
    image: found,
    name,
    blobs: addition.blobs,
    known,
    compression: 'none',
    onBytes,
    signal,
  });
  const { manifest } = image;
  addition.setImage({ ...manifest, digest: manifest.digest as Digest }, container.imageName);
  return image;
}
