/** An image into the store from an archive in OCI's form, as `podman save --format oci-archive` writes it. */
import { Readable } from 'node:stream';
import { z } from 'zod';
import { ShiplockError } from '../../../shared/errors.ts';
import { descriptor, mediaTypes, parsed } from '../images/oci-image.ts';
import { readStoredImage, type StoredImage } from '../images/stored-image.ts';
import type { Addition } from '../store/addition.ts';
import type { Digest } from '../store/layout.ts';
import { allOf, entriesIn, type ReadOptions } from './archive-reader.ts';

const index = z.looseObject({ manifests: z.array(descriptor) });

/** Every blob is checked against its name. Throws 'usage' for an archive of another form, or of several images. */
export async function imageFromArchive(
  file: string,
  addition: Addition,
  options: ReadOptions,
): Promise<StoredImage> {
  let list: Buffer | undefined;
  for await (const entry of entriesIn(file, options)) {
    const [, hex] = /^blobs\/sha256\/([0-9a-f]{64})$/.exec(entry.name) ?? [];
    if (entry.name === 'index.json') list = await allOf(entry);
    else if (hex !== undefined)
      await addition.blobs.add(
        Readable.from(entry.content, { objectMode: false }),
        `sha256:${hex}` as Digest,
      );
  }
  const { data } = index.safeParse(list && parsed(list));
  const [manifest, ...others] = data?.manifests ?? [];
  if (manifest === undefined || others.length > 0 || manifest.mediaType !== mediaTypes.manifest)
    throw new ShiplockError(
      'usage',
      {
        en: `${file} is no archive of one image in OCI's form.`,
        zh: `${file} 不是单个镜像的 OCI 格式归档。`,
      },
      {
        state: { en: 'Nothing was taken in.', zh: '未导入任何内容。' },
        remedy: {
          en: 'Make it with: podman save --format oci-archive --output IMAGE.tar NAME',
          zh: '请这样生成：podman save --format oci-archive --output 镜像.tar 名称',
        },
      },
    );
  return readStoredImage(addition.blobs, manifest.digest);
}
