/**
 * The wire format of protocol buffers, as far as CRIU's images need it: fields of a message one after the other, without a
 * copy of anything. Source: protobuf's own "Encoding" guide.
 */
import { damaged } from './damage.ts';

export const varint = 0;
const fixed64 = 1;
export const lengthDelimited = 2;
const fixed32 = 5;

/** More than ten groups of seven bits are no number of 64. */
const largestScale = 2 ** 63;

/**
 * Goes over a message field by field. Throws 'store-damaged' for what is none. Numbers of more than 53 bits are rounded,
 * except those that end in as many zeros, as the address of a page does.
 */
export class Fields {
  /** The number of the field that `next` came to, its wire type, and its value: of bytes, their length. */
  field = 0;
  wireType = 0;
  value = 0;
  /** Where the field's bytes lie. */
  start = 0;
  readonly #bytes: Buffer;
  readonly #image: string;
  #at: number;
  #end: number;

  constructor(bytes: Buffer, image: string, start = 0, end = bytes.length) {
    this.#bytes = bytes;
    this.#image = image;
    this.#at = start;
    this.#end = end;
  }

  /** Goes over another message of the same image. */
  reset(start: number, end: number): void {
    this.#at = start;
    this.#end = end;
  }

  /** Where the field that `next` came to ends. */
  get end(): number {
    return this.#at;
  }

  /** False at the end of the message. */
  next(): boolean {
    if (this.#at >= this.#end) return false;
    const key = this.#varint();
    if (key < 8 || key >= 2 ** 32)
      throw damaged(this.#image, { en: 'has a field without a number', zh: '有一个字段没有编号' });
    this.field = key >>> 3;
    this.wireType = key & 7;
    if (this.wireType === varint) this.value = this.#varint();
    else if (this.wireType === lengthDelimited) this.#skip(this.#varint());
    else if (this.wireType === fixed32) this.#skip(4);
    else if (this.wireType === fixed64) this.#skip(8);
    else
      throw damaged(this.#image, {
        en: `has a field of an unknown kind, ${this.wireType}`,
        zh: `有一个类型未知的字段：${this.wireType}`,
      });
    return true;
  }

  #skip(length: number): void {
    if (length > this.#end - this.#at)
      throw damaged(this.#image, { en: 'ends within a field', zh: '在字段中间结束' });
    this.value = length;
    this.start = this.#at;
    this.#at += length;
  }

  #varint(): number {
    let value = 0;
    // Multiplied, not shifted: shifts are of 32 bits.
    for (let scale = 1; scale <= largestScale; scale *= 128) {
      const byte = this.#at < this.#end ? this.#bytes[this.#at] : undefined;
      if (byte === undefined)
        throw damaged(this.#image, { en: 'ends within a number', zh: '在数字中间结束' });
      this.#at += 1;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
    throw damaged(this.#image, { en: 'has a number of more than 64 bits', zh: '有一个超过 64 位的数字' });
  }
}
