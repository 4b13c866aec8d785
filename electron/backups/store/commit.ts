/** How a restore point, or an image, comes into being: `index.json` names it, last of all. */
import type { Description, RestorePointName } from '../restore-point.ts';
import { agree, changeContents } from './agree.ts';
import { nameBlob, receiveBytes } from './blob-file.ts';
import { damaged } from './failure.ts';
import { nameImage } from './image-names.ts';
import { nameOf } from './index/points.ts';
import { type Contents, type Descriptor, refName, restorePointType } from './index-json.ts';
import type { Digest } from './layout.ts';
import {
  configType,
  manifestType,
  packType,
  readManifest,
  summaryOf,
  writePointManifest,
} from './manifest.ts';
import type { StoreParts } from './parts.ts';
import { sealDescription } from './sealed-description.ts';

export interface ImageOfPoint {
  readonly manifest: Descriptor;
  readonly name: string;
}

export interface WholeAddition {
  readonly description: Description;
  readonly packs: readonly Digest[];
  readonly image: ImageOfPoint | undefined;
  readonly addedBytes: number;
}

/** Everything that it needs is on the disk before. Throws 'store-damaged' when it is not. */
export function commitPoint(parts: StoreParts, addition: WholeAddition): RestorePointName {
  const { description, image } = addition;
  let committed: RestorePointName | undefined;
  try {
    return parts.database.write(() => {
      const contents = agree(parts);
      const packs = addition.packs.map((digest) => describeBlob(parts, digest, packType));
      if (image !== undefined) refuseIncomplete(parts, image);
      const number = 1 + contents.last;
      const summary = summaryOf(description, nameOf(number), addition.addedBytes);
      const config = addBytes(parts, sealDescription(description, parts.keys), configType);
      const bytes = writePointManifest(summary, { config, packs, image: image?.manifest });
      const manifest = addBytes(parts, bytes, manifestType);
      const point = {
        ...manifest,
        artifactType: restorePointType,
        annotations: { [refName]: summary.name },
      };
      parts.points.put({
        ...summary,
        manifest: manifest.digest,
        ...(image && { image: image.manifest.digest }),
      });
      changeContents(parts, { manifests: [...withImage(contents, image, false), point], last: number });
      committed = summary.name;
      return summary.name;
    });
  } catch (thrown) {
    // What `index.json` names is there, whatever became of the index: that is brought along by whoever writes next.
    if (committed !== undefined) return committed;
    throw thrown;
  }
}

export function commitImage(parts: StoreParts, image: ImageOfPoint): void {
  parts.database.write(() => {
    const contents = agree(parts);
    refuseIncomplete(parts, image);
    changeContents(parts, { ...contents, manifests: withImage(contents, image, true) });
  });
}

function withImage(
  { manifests }: Contents,
  image: ImageOfPoint | undefined,
  isKept: boolean,
): readonly Descriptor[] {
  return image === undefined ? manifests : nameImage(manifests, image.manifest, image.name, isKept);
}

function refuseIncomplete(parts: StoreParts, { manifest, name }: ImageOfPoint): void {
  const { config, layers } = readManifest(parts.layout, manifest.digest);
  for (const { digest } of [config, ...layers]) {
    if (parts.blobs.state(digest) !== 'whole') {
      throw damaged(
        {
          en: `The image ${name} is not whole in the store: ${digest} is not there.`,
          zh: `镜像 ${name} 在存储中不完整：缺少 ${digest}。`,
        },
        {
          remedy: { en: 'Take the restore point again.', zh: '请重新创建该还原点。' },
        },
      );
    }
  }
}

function describeBlob({ blobs }: StoreParts, digest: Digest, mediaType: string): Descriptor {
  const size = blobs.size(digest);
  if (size !== undefined) return { mediaType, digest, size };
  throw damaged(
    {
      en: `A part of the restore point has gone while it was taken: ${digest}.`,
      zh: `创建期间还原点的一部分消失了：${digest}。`,
    },
    {
      remedy: { en: 'Take it again.', zh: '请重新创建。' },
    },
  );
}

function addBytes({ layout, blobs }: StoreParts, bytes: Uint8Array, mediaType: string): Descriptor {
  const unnamed = receiveBytes(layout, bytes);
  nameBlob(layout, unnamed);
  blobs.put(unnamed.digest, unnamed.size);
  return { mediaType, digest: unnamed.digest, size: unnamed.size };
}
