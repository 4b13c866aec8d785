/** What a host's kernel says of itself: what it can, what it limits, and whether it can keep up. From `facts.sh`. */
import { z } from 'zod';
import { printable } from '../../shared/printable.ts';
import { wholeNumber } from './whole-number.ts';

export interface KernelFacts {
  /**
   * The kernel.org release that it was built from, as `6.1.142`; undefined for kernels that are mended in other ways than by
   * such releases (Ubuntu's, Red Hat's), where the number would mislead.
   */
  readonly stableRelease: string | undefined;
  /** The module that confines programs, as CRIU tells it: by the kernel's file system of that name. */
  readonly lsm: 'apparmor' | 'selinux' | 'none';
  /** Those loaded now. */
  readonly apparmorProfiles: readonly string[];
  readonly uptimeSeconds: number | undefined;
  /** Without them the clock that counts from the boot cannot be kept for a container (Linux 5.6 and later can). */
  readonly hasTimeNamespaces: boolean;
  readonly limits: {
    /** The highest limit of open files that a process may be given (fs.nr_open). */
    readonly openFiles: number | undefined;
    /** No process gets an identifier as high as this (kernel.pid_max). */
    readonly processId: number | undefined;
    /** Of the whole host (kernel.threads-max). */
    readonly threads: number | undefined;
  };
  /** Of the first processor, by the kernel's names, for instance `avx2`. Empty if it does not tell. */
  readonly cpuFeatures: readonly string[];
  /** How much of the last minute every program that could run waited for it, in percent; undefined: it does not tell. */
  readonly stalledPercent: { readonly memory: number | undefined; readonly io: number | undefined };
  /** IPv4 networks that the host reaches by a route of their own, as `10.0.0.0/8`. */
  readonly routes: readonly string[];
}

const maxProfiles = 512;
const maxRoutes = 1024;
const maxFeaturesLength = 16_384;

const lsm = z.enum(['apparmor', 'selinux']).or(z.undefined()).catch(undefined);

/** What cannot be read is taken for unknown: every one of these facts is of use, and none is indispensable. */
export function parseKernelFacts(all: (key: string) => readonly string[]): KernelFacts {
  const first = (key: string): string | undefined => all(key)[0];
  return {
    stableRelease: stableReleaseOf(first('kernel') ?? '', first('kernelBuild') ?? ''),
    lsm: lsm.parse(first('lsm')) ?? 'none',
    apparmorProfiles: all('apparmorProfile').slice(0, maxProfiles).map(readable),
    uptimeSeconds: decimal(first('uptime')),
    hasTimeNamespaces: first('timeNamespaces') === 'yes',
    limits: {
      openFiles: wholeNumber(first('limit.openFiles')),
      processId: wholeNumber(first('limit.processId')),
      threads: wholeNumber(first('limit.threads')),
    },
    cpuFeatures: (first('cpuFeatures') ?? '')
      .slice(0, maxFeaturesLength)
      .split(' ')
      .filter((feature) => /^\w{1,32}$/.test(feature)),
    stalledPercent: { memory: percent(first('stalled.memory')), io: percent(first('stalled.io')) },
    routes: all('route')
      .slice(0, maxRoutes)
      .flatMap((route) => networkOf(route) ?? []),
  };
}

/** Debian's own count is in `uname -r`, and the release in `uname -v`: "#1 SMP PREEMPT_DYNAMIC Debian 6.1.140-1 (…)". */
function stableReleaseOf(release: string, build: string): string | undefined {
  const debian = /\bDebian (\d{1,3}\.\d{1,3}\.\d{1,4})\b/.exec(build)?.[1];
  if (debian !== undefined) return debian;
  const [version, patch] = /^\d{1,3}\.\d{1,3}\.(\d{1,4})/.exec(release) ?? [];
  return patch === undefined || Number(patch) === 0 || /el\d|Ubuntu/.test(release + build)
    ? undefined
    : version;
}

const readable = (text: string): string => printable(text).slice(0, 256);

function decimal(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,12}(\.\d{1,6})?$/.test(text) ? Number(text) : undefined;
}

function percent(text: string | undefined): number | undefined {
  const number = decimal(text);
  return number !== undefined && number <= 100 ? number : undefined;
}

/** The kernel's tables have addresses and masks as eight hexadecimal digits, the last byte first on today's machines. */
function networkOf(route: string): string | undefined {
  const [, address, mask] = /^([0-9A-F]{8})\/([0-9A-F]{8})$/.exec(route) ?? [];
  if (address === undefined || mask === undefined) return undefined;
  const prefix = bytesOf(mask)
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('')
    .lastIndexOf('1');
  return `${bytesOf(address).join('.')}/${prefix + 1}`;
}

const bytesOf = (digits: string): number[] => [...Buffer.from(digits, 'hex')].reverse();
