/** CRIU's description of a processor, made to boast of what no test machine has. Its format: images/cpuinfo.proto in CRIU. */

/** Of CRIU's header: two magic numbers and the length of what follows. */
const headerBytes = 12;
/** `capability`, one number for each of CRIU's words of features, and `xfeatures_mask`: their tags in the encoding. */
const tags = { instruction: 0x30, register: 0x40 } as const;
/** The word with AVX-512's bits, and in it AVX512ER, which only Xeon Phi had; a register set that Linux leaves unused. */
const boasts = { instruction: { word: 9, bit: 27 }, register: { word: 0, bit: 8 } } as const;

export function doctored(image: Buffer, what: keyof typeof tags): Buffer {
  const { word, bit } = boasts[what];
  const entry = image.subarray(headerBytes + 2);
  let count = 0;
  for (let at = 0; at < entry.length; ) {
    const tag = entry[at] ?? 0;
    const [value, end] = varint(entry, at + 1);
    if ((tag & 7) === 2) {
      at = end + Number(value);
      continue;
    }
    if (tag === tags[what] && count++ === word) {
      const changed = encode(value | (1n << BigInt(bit)));
      if (changed.length !== end - at - 1) throw new Error('the description would have another length');
      changed.copy(image, headerBytes + 2 + at + 1);
      return image;
    }
    at = end;
  }
  throw new Error('this is no description of an x86 processor');
}

function varint(bytes: Buffer, from: number): [bigint, number] {
  let value = 0n;
  for (let at = from; ; at += 1) {
    const byte = bytes[at] ?? 0;
    value |= BigInt(byte & 0x7f) << BigInt(7 * (at - from));
    if (byte < 0x80) return [value, at + 1];
  }
}

function encode(value: bigint): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>= 7n) {
    if (rest < 0x80n) return Buffer.from([...bytes, Number(rest)]);
    bytes.push(Number(rest & 0x7fn) | 0x80);
  }
}
