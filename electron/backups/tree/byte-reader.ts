/** Reads a stream by numbers of bytes instead of by the parts in which it happens to come. */
import { ShiplockError } from '../../../shared/errors.ts';
import { asBuffer } from './path.ts';

export class ByteReader implements AsyncDisposable {
  readonly #source: AsyncIterator<Uint8Array>;
  #held: Buffer = Buffer.alloc(0);
  #offset = 0;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** So many bytes were read. */
  get offset(): number {
    return this.#offset;
  }

  /** What is there, at most so many bytes; null at the end. */
  async some(atMost: number): Promise<Buffer | null> {
    if (this.#held.length === 0 && !(await this.#fill())) return null;
    return this.#take(Math.min(atMost, this.#held.length));
  }

  /** Just so many bytes. Throws 'incomplete' when the stream ends before. */
  async exactly(count: number): Promise<Buffer> {
    if (this.#held.length >= count) return this.#take(count);
    const bytes = Buffer.allocUnsafe(count);
    for (let at = 0; at < count; ) {
      const part = await this.some(count - at);
      if (part === null) throw endedEarly();
      at += part.copy(bytes, at);
    }
    return bytes;
  }

  /** Throws 'incomplete' when the stream ends before. */
  async skip(count: number): Promise<void> {
    for (let left = count; left > 0; ) {
      const part = await this.some(left);
      if (part === null) throw endedEarly();
      left -= part.length;
    }
  }

  /** Whoever sends is told that no more is read. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#source.return?.();
  }

  #take(count: number): Buffer {
    const bytes = this.#held.subarray(0, count);
    this.#held = this.#held.subarray(count);
    this.#offset += count;
    return bytes;
  }

  async #fill(): Promise<boolean> {
    while (this.#held.length === 0) {
      const { done, value } = await this.#source.next();
      if (done) return false;
      this.#held = asBuffer(value);
    }
    return true;
  }
}

function endedEarly(): ShiplockError {
  return new ShiplockError(
    'incomplete',
    { en: 'An archive ended in the middle.', zh: '归档在中途结束。' },
    {
      state: { en: 'What was read of it is not used.', zh: '已读取的部分不会使用。' },
      remedy: {
        en: 'Try again: the link dropped, or what sent it was ended.',
        zh: '请重试：连接中断，或发送方被终止。',
      },
    },
  );
}
