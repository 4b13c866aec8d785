/** The disks that a host's file systems lie on, and what they say of themselves. */
import { type Lines, toNumber } from './lines.ts';
import { parseSmart, type Smart } from './smart.ts';

export interface Disk {
  /** As the kernel calls it, for instance `sda1` or `mmcblk0`. */
  readonly name: string;
  /** Its place below /sys, which names the controllers it hangs on. */
  readonly path: string;
  readonly smart: Smart | undefined;
  readonly emmc: Emmc | undefined;
  /** Errors that ext4 has noted in the file system since it was last checked, and when the last was, in seconds since 1970. */
  readonly ext4Errors: { readonly count: number; readonly lastAt: number | undefined } | undefined;
}

/**
 * What a soldered flash chip, or a good card, tells of its wear (JEDEC eMMC 5.0, EXT_CSD; in sysfs as the kernel's
 * mmc-dev-attrs document has it).
 */
export interface Emmc {
  /** How much of its life is used up, in percent, the worse of its two kinds of memory; 110: more than it was made for. */
  readonly usedPercent: number | undefined;
  /** Of the blocks kept in reserve: `warning`: 80 % are used up; `urgent`: 90 %. */
  readonly reserve: 'normal' | 'warning' | 'urgent' | undefined;
}

const mostDisks = 64;

export function parseDisks(lines: Lines): Disk[] {
  const smart = new Map<string, string[]>();
  for (const line of lines.all('smart')) {
    const end = line.indexOf(' ');
    const name = end < 0 ? line : line.slice(0, end);
    const said = end < 0 ? '' : line.slice(end + 1);
    const known = smart.get(name);
    if (known === undefined) smart.set(name, [said]);
    else known.push(said);
  }
  const life = new Map(lines.fields('emmc-life').map(([name = '', ...rest]) => [name, rest]));
  const spare = new Map(lines.fields('emmc-spare').map(([name = '', state]) => [name, state]));
  const errors = new Map(lines.fields('ext4-errors').map(([name = '', ...rest]) => [name, rest]));
  return lines
    .fields('disk')
    .slice(0, mostDisks)
    .map(([name = '', path = '']) => ({
      name,
      path,
      smart: parseSmart((smart.get(name) ?? []).join('\n')),
      emmc: parseEmmc(life.get(name), spare.get(name)),
      ext4Errors: parseExt4Errors(errors.get(name)),
    }));
}

const reserves = ['normal', 'warning', 'urgent'] as const;

function parseEmmc(life: readonly string[] | undefined, spare: string | undefined): Emmc | undefined {
  if (life === undefined && spare === undefined) return undefined;
  // In steps of ten percent, from 1 on; 0 where it is not told.
  const steps = (life ?? []).map(hexadecimal).filter((step) => step > 0 && step <= 11);
  return {
    usedPercent: steps.length === 0 ? undefined : Math.max(...steps) * 10,
    reserve: reserves[hexadecimal(spare) - 1],
  };
}

const hexadecimal = (text: string | undefined): number =>
  text !== undefined && /^0x[0-9a-f]{1,4}$/i.test(text) ? Number(text) : 0;

function parseExt4Errors(fields: readonly string[] | undefined): Disk['ext4Errors'] {
  const count = toNumber(fields?.[0]);
  if (count === undefined || count <= 0) return undefined;
  const lastAt = toNumber(fields?.[1]);
  return { count, lastAt: lastAt === 0 ? undefined : lastAt };
}
