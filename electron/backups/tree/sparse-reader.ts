/** Reads a sparse file's data as GNU tar's sparse format 1.0 has them: a list of the parts that hold data, then those parts. */
import { notTar, tarBlockBytes } from './tar-header.ts';

/**
 * A part of the file at its place, from the data of such a member: the list is read, then what it lists.
 * Throws 'incomplete' when list and data do not agree.
 */
export async function* readSparse(
  data: AsyncGenerator<Buffer>,
  fileBytes: number,
): AsyncGenerator<{ readonly offset: number; readonly data: Buffer }> {
  const lines = new Lines(data);
  const count = await lines.number();
  if (count > maxParts)
    throw notTar({
      en: `a sparse file in more than ${maxParts} parts`,
      zh: `有一个稀疏文件超过 ${maxParts} 段`,
    });
  const numbers = new Float64Array(count * 2);
  for (let at = 0; at < numbers.length; at++) numbers[at] = await lines.number();
  await lines.toBorder();
  let end = 0;
  for (let at = 0; at < numbers.length; at += 2) {
    const [offset = 0, bytes = 0] = numbers.subarray(at, at + 2);
    if (offset < end || offset + bytes > fileBytes)
      throw notTar({ en: 'a sparse file whose parts lie across each other', zh: '有一个稀疏文件的各段重叠' });
    end = offset + bytes;
    for (let read = 0; read < bytes; ) {
      const part = await lines.some(bytes - read);
      yield { offset: offset + read, data: part };
      read += part.length;
    }
  }
}

/** 64 MiB of numbers. */
const maxParts = 4 * 1024 * 1024;

/** Reads numbers a line each, then bytes, from the same data. */
class Lines {
  readonly #data: AsyncGenerator<Buffer>;
  #held: Buffer = Buffer.alloc(0);
  #offset = 0;

  constructor(data: AsyncGenerator<Buffer>) {
    this.#data = data;
  }

  async number(): Promise<number> {
    let digits = '';
    for (;;) {
      const [byte = 0] = await this.some(1);
      if (byte === 0x0a && digits !== '') break;
      if (byte < 0x30 || byte > 0x39 || digits.length > 18)
        throw notTar({ en: 'a sparse file whose list is none', zh: '有一个稀疏文件的列表无效' });
      digits += String.fromCharCode(byte);
    }
    return Number(digits);
  }

  /** What is left of the last block of the list is passed over. */
  async toBorder(): Promise<void> {
    while (this.#offset % tarBlockBytes !== 0)
      await this.some(tarBlockBytes - (this.#offset % tarBlockBytes));
  }

  async some(atMost: number): Promise<Buffer> {
    while (this.#held.length === 0) {
      const { done, value } = await this.#data.next();
      if (done)
        throw notTar({
          en: 'a sparse file with less data than its list says',
          zh: '有一个稀疏文件的数据少于列表所示',
        });
      this.#held = value;
    }
    const part = this.#held.subarray(0, atMost);
    this.#held = this.#held.subarray(part.length);
    this.#offset += part.length;
    return part;
  }
}
