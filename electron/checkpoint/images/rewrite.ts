/** Images of CRIU with some fields of their entries changed: what nobody asked to change stays as it is, byte for byte. */
import { entryEnd, firstEntry, type ImageKind, lengthBytes } from './image.ts';
import { Fields, lengthDelimited, varint } from './wire.ts';

/** A field as it stands in its message. */
export interface Field {
  readonly number: number;
  /** All of it, its key included. */
  readonly raw: Buffer;
  /** Of a number. */
  readonly value: number;
  /** Of bytes, a text or a message. */
  readonly content: Buffer;
}

/** An entry of which `rewrite` makes nothing is left out. Throws 'store-damaged', which names the image. */
export function rewriteEntries(
  image: Buffer,
  kind: ImageKind,
  name: string,
  rewrite: (fields: readonly Field[]) => readonly Field[] | undefined,
): Buffer {
  const first = firstEntry(image, kind, name);
  const parts = [image.subarray(0, first)];
  for (let at = first; at < image.length; ) {
    const end = entryEnd(image, at, name);
    const fields = rewrite(fieldsOf(image.subarray(at + lengthBytes, end), name));
    at = end;
    if (fields === undefined) continue;
    const message = messageOf(fields);
    const length = Buffer.alloc(lengthBytes);
    length.writeUInt32LE(message.length);
    parts.push(length, message);
  }
  return Buffer.concat(parts);
}

/** Throws 'store-damaged', which names the image, for what is no message. */
export function fieldsOf(message: Buffer, image: string): Field[] {
  const fields = new Fields(message, image);
  const found: Field[] = [];
  for (let start = 0; fields.next(); start = fields.end) {
    const isBytes = fields.wireType === lengthDelimited;
    found.push({
      number: fields.field,
      raw: message.subarray(start, fields.end),
      value: fields.wireType === varint ? fields.value : 0,
      content: isBytes ? message.subarray(fields.start, fields.end) : none,
    });
  }
  return found;
}

export function messageOf(fields: readonly Field[]): Buffer {
  return Buffer.concat(fields.map(({ raw }) => raw));
}

export function numberField(number: number, value: number): Field {
  return {
    number,
    raw: Buffer.concat([varintOf(number * 8 + varint), varintOf(value)]),
    value,
    content: none,
  };
}

export function bytesField(number: number, content: Buffer): Field {
  const key = varintOf(number * 8 + lengthDelimited);
  return { number, raw: Buffer.concat([key, varintOf(content.length), content]), value: 0, content };
}

const none = Buffer.alloc(0);

function varintOf(number: number): Buffer {
  const bytes: number[] = [];
  let left = number;
  for (; left >= 128; left = Math.floor(left / 128)) bytes.push((left % 128) + 128);
  bytes.push(left);
  return Buffer.from(bytes);
}
