/** The images of a checkpoint on a test host, read into memory: without its link to the one before. */
import type { ImageFiles } from '../../electron/checkpoint/images/image-files.ts';
import type { EdgeHost } from '../edge/host.ts';

export interface HostImages extends ImageFiles {
  readonly names: readonly string[];
  bytes(name: string): Buffer;
}

export async function imagesOf(host: EdgeHost, folder: string): Promise<HostImages> {
  const text = await host.shell(
    `cd ${folder} && for file in *; do if [ -f "$file" ]; then echo "$file $(base64 -w0 <"$file")"; fi; done`,
  );
  const files = new Map(
    text
      .split('\n')
      .filter(Boolean)
      .map((line) => {
        const [name = '', content = ''] = line.split(' ');
        return [name, Buffer.from(content, 'base64')] as const;
      }),
  );
  return {
    names: [...files.keys()],
    bytes: (name) => files.get(name) ?? Buffer.alloc(0),
    size: async (name) => files.get(name)?.length,
    readRange: async (name, offset, length) =>
      files.get(name)?.subarray(offset, offset + length) ?? Buffer.alloc(0),
  };
}
