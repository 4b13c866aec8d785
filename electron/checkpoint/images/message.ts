/** One message of an image: its fields by their numbers. What a newer CRIU has added is passed over. */
import { printable } from '../../../shared/printable.ts';
import type { BothLanguages } from '../../../shared/words.ts';
import { damaged } from './damage.ts';
import { Fields, lengthDelimited, varint } from './wire.ts';

/** Longer than any path that a kernel takes. */
const maxTextLength = 4096;

/** Keeps nothing but the bytes: each question goes over them anew, so that a message costs no memory. */
export class Message {
  readonly #bytes: Buffer;
  readonly #image: string;

  /** `image`: the file's name, for errors. Throws 'store-damaged' if the bytes are no message. */
  constructor(bytes: Buffer, image: string) {
    this.#bytes = bytes;
    this.#image = image;
    const fields = new Fields(bytes, image);
    while (fields.next());
  }

  /** Undefined when the message does not have that field, or has another kind of it. The last one counts. */
  number(field: number): number | undefined {
    const fields = new Fields(this.#bytes, this.#image);
    let number: number | undefined;
    while (fields.next()) if (fields.field === field && fields.wireType === varint) number = fields.value;
    return number;
  }

  /** The same of fields 0 to `highest` at once: for messages that there are very many of. */
  numbersTo(highest: number): readonly (number | undefined)[] {
    const fields = new Fields(this.#bytes, this.#image);
    const numbers = new Array<number | undefined>(highest + 1).fill(undefined);
    while (fields.next())
      if (fields.field <= highest && fields.wireType === varint) numbers[fields.field] = fields.value;
    return numbers;
  }

  /** Throws 'store-damaged' when it is not there: for what CRIU itself cannot do without. `what` it is, for people. */
  required(field: number, what: BothLanguages): number {
    const number = this.number(field);
    if (number === undefined || !Number.isSafeInteger(number))
      throw damaged(this.#image, { en: `does not say ${what.en}`, zh: `没有给出${what.zh}` });
    return number;
  }

  isTrue(field: number): boolean {
    return (this.number(field) ?? 0) !== 0;
  }

  bytes(field: number): Buffer | undefined {
    const fields = new Fields(this.#bytes, this.#image);
    let [start, length] = [0, -1];
    while (fields.next())
      if (fields.field === field && fields.wireType === lengthDelimited)
        [start, length] = [fields.start, fields.value];
    return length === -1 ? undefined : this.#bytes.subarray(start, start + length);
  }

  /** One line for people; undefined when it is not there. */
  text(field: number): string | undefined {
    const bytes = this.bytes(field);
    return bytes === undefined ? undefined : printable(bytes.toString('utf8', 0, maxTextLength));
  }

  message(field: number): Message | undefined {
    const bytes = this.bytes(field);
    return bytes === undefined ? undefined : new Message(bytes, this.#image);
  }

  /** How many messages, or other bytes, of that field there are. */
  count(field: number): number {
    const fields = new Fields(this.#bytes, this.#image);
    let count = 0;
    while (fields.next()) if (fields.field === field && fields.wireType === lengthDelimited) count += 1;
    return count;
  }

  *messages(field: number): Generator<Message> {
    const fields = new Fields(this.#bytes, this.#image);
    while (fields.next())
      if (fields.field === field && fields.wireType === lengthDelimited)
        yield new Message(this.#bytes.subarray(fields.start, fields.start + fields.value), this.#image);
  }

  /** Of a field that is there many times; CRIU does not pack them. */
  *numbers(field: number): Generator<number> {
    const fields = new Fields(this.#bytes, this.#image);
    while (fields.next()) if (fields.field === field && fields.wireType === varint) yield fields.value;
  }
}
