/** The beginning of an archive of Podman's: what it says of its container. */
import { z } from 'zod';
import { ShiplockError } from '../../../shared/errors.ts';
import { parsed } from '../images/oci-image.ts';
import { allOf, entriesIn } from './archive-reader.ts';
import { type ConfigDump, configDump, type SpecDump, specDump } from './podman-dumps.ts';

export interface ArchiveDumps {
  readonly config: ConfigDump;
  readonly spec: SpecDump;
  /** All that Podman says, whether or not Shiplock knows it. */
  readonly raw: { readonly config: Record<string, unknown>; readonly spec: Record<string, unknown> };
  /** When the checkpoint was made. */
  readonly at: Date;
}

/** Reads no further than both. Throws 'incomplete' for what is no archive of Podman's. */
export async function readDumps(file: string, signal: AbortSignal): Promise<ArchiveDumps> {
  const found = new Map<string, Buffer>();
  let at = new Date(0);
  for await (const entry of entriesIn(file, { signal })) {
    if (entry.name !== 'config.dump' && entry.name !== 'spec.dump') continue;
    found.set(entry.name, await allOf(entry));
    at = entry.mtime;
    if (found.size === 2) break;
  }
  const [config, spec] = ['config.dump', 'spec.dump'].map((name) => parsed(found.get(name) ?? none));
  const known = z.object({ config: configDump, spec: specDump }).safeParse({ config, spec });
  const raw = z.record(z.string(), z.unknown());
  if (known.success) return { ...known.data, raw: { config: raw.parse(config), spec: raw.parse(spec) }, at };
  throw new ShiplockError(
    'incomplete',
    {
      en: `${file} is no archive of a checkpoint, as Podman makes them.`,
      zh: `${file} 不是 Podman 生成的检查点归档。`,
    },
    {
      state: { en: 'Nothing was taken in.', zh: '未导入任何内容。' },
      remedy: {
        en: 'Make it with: podman container checkpoint --export FILE CONTAINER',
        zh: '请这样生成：podman container checkpoint --export 文件 容器',
      },
      details: z.prettifyError(known.error),
    },
  );
}

const none = Buffer.alloc(0);
