/** How a restore compresses what it sends: always, where the target can take it, since the laptop has nothing else to do. */
import type { CompressionUsed } from '../../../shared/model.ts';
import type { Restoration } from './restoration.ts';

/** `kind`: as the report tells of it. */
export async function compressionFor(
  { target, log }: Restoration,
  kind: keyof CompressionUsed,
): Promise<'zstd' | 'none'> {
  const { status } = await target.session.exec(['sh', '-c', 'command -v zstd'], { allowFailure: true });
  const chosen = status === 0 ? 'zstd' : 'none';
  log.compression[kind] = chosen;
  return chosen;
}
