/**
 * CRIU's statistics of a dump (stats-dump): two magic words, the length of the entry, and the entry as a protocol buffer.
 * Source: CRIU's images/stats.proto.
 */
const headBytes = 12;
const dumpEntry = 1;
const freezingMicroseconds = 1;
const frozenMicroseconds = 2;
/** Both are of 32 bits. */
const maxMicroseconds = 2 ** 32 - 1;

/** Milliseconds for which CRIU held the container still, stopping it included; undefined if the file does not say. */
export function readPauseMs(file: Buffer): number | undefined {
  if (file.length < headBytes) return undefined;
  const end = headBytes + file.readUInt32LE(headBytes - 4);
  if (file.length < end) return undefined;
  const dump = fieldsOf(file.subarray(headBytes, end))?.get(dumpEntry);
  if (!Buffer.isBuffer(dump)) return undefined;
  const fields = fieldsOf(dump);
  const [freezing, frozen] = [fields?.get(freezingMicroseconds), fields?.get(frozenMicroseconds)];
  if (typeof freezing !== 'number' || typeof frozen !== 'number') return undefined;
  if (freezing > maxMicroseconds || frozen > maxMicroseconds) return undefined;
  return Math.round((freezing + frozen) / 1000);
}

const varint = 0;
const lengthDelimited = 2;

/** A message's fields by their numbers; undefined for bytes that are no such message. Other kinds of field are not used. */
function fieldsOf(message: Buffer): Map<number, number | Buffer> | undefined {
  const fields = new Map<number, number | Buffer>();
  let at = 0;
  const next = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = message[at++];
      if (byte === undefined || scale > Number.MAX_SAFE_INTEGER) return Number.NaN;
      value += (byte % 128) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const key = next();
    const value = next();
    if (Number.isNaN(value)) return undefined;
    if (key % 8 === varint) {
      fields.set(Math.floor(key / 8), value);
    } else if (key % 8 === lengthDelimited && at + value <= message.length) {
      fields.set(Math.floor(key / 8), message.subarray(at, at + value));
      at += value;
    } else {
      return undefined;
    }
  }
  return fields;
}
