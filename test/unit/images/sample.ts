/** A checkpoint made by hand: a shell and its child, which share a connection, and one that has ended. */
import { type Fields, image } from './encode.ts';

export const pageBytes = 4096;
/** Where the command line lies: at the end of the second page of the stack, as the kernel has it. */
const stack = 0x7ffc_0000_0000;
const argumentsStart = stack + 2 * pageBytes - 24;

const owner: Fields = { 1: 0, 2: 0, 3: 0, 4: 0, 5: 0 };
const loopback = 0x0100007f;

/** As CRIU 4.2 writes a run of pages: its number in the wide field, none in the other. */
export const run = (address: number, pages: number, flags = 4): Fields => ({
  1: address,
  2: 0,
  4: flags,
  5: pages,
});
/** As CRIU 3.17 does. */
export const oldRun = (address: number, pages: number, flags?: number): Fields => ({
  1: address,
  2: pages,
  4: flags,
});

export function sampleImages(): Record<string, Buffer> {
  const text = Buffer.from('sh\0-c\0gauge "a b"\0A=1\0');
  const pages = Buffer.alloc(3 * pageBytes, 1);
  text.copy(pages, 3 * pageBytes - 24);
  const named: Record<string, Buffer> = { 'pages-1.img': pages, 'pages-2.img': pages.subarray(0, pageBytes) };
  const put = (name: string, ...entries: readonly Fields[]): void => {
    named[`${name}.img`] = image(name, ...entries);
  };
  put('inventory', { 1: 2, 2: 1, 6: 2, 10: 1 });
  put(
    'pstree',
    { 1: 1, 2: 0, 3: 1, 4: 1, 5: [1, 12] },
    { 1: 7, 2: 1, 3: 1, 4: 1, 5: [7] },
    { 1: 9, 2: 1, 3: 1, 4: 1, 5: [9] },
  );
  const credentials = { 1: 1000, 2: 100, 3: 0, 4: 100 };
  for (const [pid, name] of [
    [1, 'sh'],
    [7, 'gauge'],
  ] as const)
    put(`core-${pid}`, { 1: 3, 3: { 1: 1, 2: 0, 6: name }, 5: { 1: 0, 2: 0, 10: credentials } });
  put('core-9', { 1: 3, 3: { 1: 6, 2: 256, 6: 'over' } });
  for (const pid of [1, 7]) {
    put(`ids-${pid}`, { 1: pid, 2: 3, 3: 1, 4: 1, 9: 13 });
    put(`fs-${pid}`, { 1: 2, 2: 1 });
  }
  put('fdinfo-3', { 1: 4, 2: 1, 3: 4, 4: 5 }, { 1: 3, 2: 0, 3: 1, 4: 0 }, { 1: 99, 2: 0, 3: 77, 4: 6 });
  put(
    'files',
    { 1: 1, 2: 1, 3: { 1: 1, 2: 0, 3: 0, 5: owner, 6: '/' } },
    { 1: 1, 2: 2, 3: { 1: 2, 2: 0, 3: 0, 5: owner, 6: '/data' } },
    { 1: 1, 2: 3, 3: { 1: 3, 2: 0o2001, 3: 512, 5: owner, 6: '/data/readings', 8: 4096, 10: 0o100644 } },
    {
      1: 4,
      2: 4,
      4: {
        1: 4,
        2: 7,
        3: 2,
        4: 1,
        5: 6,
        6: 1,
        7: 7000,
        8: 40_000,
        11: [loopback],
        12: [loopback],
        13: owner,
      },
    },
    { 1: 1, 2: 5, 3: { 1: 5, 2: 0, 3: 0, 5: owner, 6: '/bin/sh' } },
    { 1: 77, 2: 99, 40: { 1: 99 } },
  );
  put('remap-fpath', { 1: 3, 2: 1, 3: 1 });
  put(
    'mountpoints-13',
    { 1: 17, 2: 1, 6: '/', 7: '/', 8: 'overlay', 9: '' },
    { 1: 99, 7: '/data', 18: '/data' },
  );
  for (const pid of [1, 7]) {
    put(`mm-${pid}`, {
      ...{
        5: stack + 2 * pageBytes - 100,
        8: argumentsStart,
        9: argumentsStart + 18,
        10: 0,
        11: argumentsStart + 22,
      },
      ...{ 12: 5, 13: [3, 6, 6, pageBytes, 0, 0] },
      14: [
        { 1: 0x400000, 2: 0x402000, 3: 4096, 4: 5, 5: 5, 6: 2, 7: 65 },
        { 1: stack, 2: stack + 2 * pageBytes, 3: 0, 4: 0, 5: 3, 6: 0x102, 7: 513 },
        { 1: 0xffff_ffff_ff60_0000n, 2: 0xffff_ffff_ff60_1000n, 3: 0, 4: 0, 5: 4, 6: 34, 7: 4 },
        { 1: 0x600000, 2: 0x601000, 3: 0, 4: 0, 5: 3, 6: 1, 7: 2 ** 25 },
      ],
    });
  }
  put('pagemap-1', { 1: 1 }, run(0x401000, 1), run(0x500000, 9, 0), run(stack, 2, 6));
  put('pagemap-7', { 1: 2 }, oldRun(0x401000, 1));
  return named;
}
