/** A blob to a registry, piece by piece: what has arrived of it is not sent again. */
import { ShiplockError } from '../../../shared/errors.ts';
import { type BlobReader, damagedBlob } from '../images/blobs.ts';
import { checked } from '../images/checked.ts';
import { inPieces } from '../images/pieces.ts';
import type { RegistryConnection } from './connection.ts';
import { withPatience } from './patience.ts';

export interface Upload {
  readonly registry: RegistryConnection;
  readonly blobs: BlobReader;
  readonly digest: string;
  readonly size: number;
  /** Called with what the registry has taken since the last call. */
  readonly onBytes: (bytes: number) => void;
}

/** So much is in memory at a time, and at most so much is sent twice when the connection breaks. */
const pieceBytes = 8 * 1024 * 1024;

/** True if it was sent: false when the registry had it. Throws 'store-damaged' and what `RegistryConnection.request` throws. */
export async function uploadBlob(upload: Upload): Promise<boolean> {
  const { registry, digest } = upload;
  let isSent = false;
  const attempt = async (): Promise<void> => {
    // Also after an attempt whose last answer was lost.
    if (await isThere(upload)) return;
    isSent = true;
    await sendWhole(upload);
    if (await isThere(upload)) return;
    const text = {
      en: `The registry ${registry.address.origin} did not keep blob ${digest}.`,
      zh: `镜像仓库 ${registry.address.origin} 没有保存数据块 ${digest}。`,
    };
    throw new ShiplockError('transfer-failed', text, { remedy: { en: 'Try again.', zh: '请重试。' } });
  };
  const isPassing = (error: unknown): boolean => error instanceof ForgottenUpload;
  await withPatience(attempt, { signal: registry.signal, isPassing });
  return isSent;
}

const forgotten = [400, 404, 416] as const;

/** Some registries know nothing of an upload any more when a piece of it broke off: it begins anew. */
class ForgottenUpload extends ShiplockError {
  constructor(response: Response) {
    super(
      'transfer-failed',
      { en: 'The registry does not know of the upload any more.', zh: '镜像仓库已不记得这次上传。' },
      {
        remedy: {
          en: 'Try again over a better connection: what has arrived whole is not sent again.',
          zh: '请换用更好的连接重试：已完整送达的内容不会重发。',
        },
        details: `status ${response.status}`,
      },
    );
    void response.body?.cancel();
  }
}

async function isThere({ registry, digest, size }: Upload): Promise<boolean> {
  const place = registry.at(`blobs/${digest}`);
  const { status, headers } = await registry.request(place, { method: 'HEAD', expected: [200, 404] });
  return status === 200 && Number(headers.get('content-length') ?? size) === size;
}

async function sendWhole(upload: Upload): Promise<void> {
  const { registry, blobs, digest } = upload;
  const begun = await registry.request(registry.at('blobs/uploads/'), { method: 'POST', expected: [202] });
  let place = placeOf(begun, registry.at('blobs/uploads/'));
  let offset = 0;
  const content = checked(blobs.open(digest), digest, (found) => damagedBlob(digest, `it is ${found}`));
  for await (const piece of inPieces(content, pieceBytes)) {
    place = await sendPiece(upload, place, piece, offset);
    offset += piece.length;
  }
  const end = new URL(place);
  end.searchParams.set('digest', digest);
  await registry.request(end, { method: 'PUT', expected: [201] });
}

/** Sends what the registry lacks of the piece, until it has it, and gives the place for the next one. */
async function sendPiece(upload: Upload, place: URL, piece: Buffer, offset: number): Promise<URL> {
  const { registry, onBytes } = upload;
  let next = place;
  let taken = 0;
  let counted = 0;
  let isCertain = true;
  const take = (bytes: number): void => {
    taken = bytes;
    if (bytes <= counted) return;
    onBytes(bytes - counted);
    counted = bytes;
  };
  const attempt = async (): Promise<URL> => {
    if (!isCertain) {
      const asked = await registry.request(next, { expected: [204, ...forgotten] });
      if (asked.status !== 204 || rangeEnd(asked) < offset) throw new ForgottenUpload(asked);
      next = placeOf(asked, next);
      take(Math.min(rangeEnd(asked) - offset, piece.length));
    }
    if (taken === piece.length) return next;
    isCertain = false;
    const body = piece.subarray(taken);
    const range = `${offset + taken}-${offset + piece.length - 1}`;
    const headers = { 'content-type': 'application/octet-stream', 'content-range': range };
    const expected = [202, ...forgotten];
    const answer = await registry.request(next, { method: 'PATCH', headers, body, expected });
    if (answer.status !== 202) throw new ForgottenUpload(answer);
    take(piece.length);
    return placeOf(answer, next);
  };
  return withPatience(attempt, { signal: registry.signal, progress: () => counted });
}

/** `Location`, which may be relative. */
function placeOf(response: Response, base: URL): URL {
  const place = response.headers.get('location');
  return place === null ? base : new URL(place, base);
}

/** `Range: 0-99` means that a hundred bytes are there; a registry that has none says `0-0` too. */
function rangeEnd(response: Response): number {
  const last = Number(/^(?:bytes=)?0-(\d{1,15})$/.exec(response.headers.get('range') ?? '')?.[1] ?? 0);
  return last === 0 ? 0 : last + 1;
}
