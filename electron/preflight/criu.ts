/** What CRIU says of a host by itself, and of another host's processor. */
import { readFileSync } from 'node:fs';
import { printable } from '../../shared/printable.ts';
import type { Session } from '../hosts/session.ts';
import { wholeNumber } from '../hosts/whole-number.ts';

const criuScript = readFileSync(new URL('./criu.sh', import.meta.url), 'utf8');
const processorScript = readFileSync(new URL('./processor.sh', import.meta.url), 'utf8');

export interface CriuFacts {
  /** `criu check` found everything that it needs. */
  readonly isContent: boolean;
  /** What it said, a line each. */
  readonly said: readonly string[];
  /** An image of the processor's description, in base64; undefined where CRIU makes none, on arm64 for instance. */
  readonly processor: string | undefined;
  /** How it keeps packets from a frozen container; undefined if it does not say. */
  readonly networkLock: 'iptables' | 'nftables' | 'skip' | undefined;
  readonly hasIptables: boolean;
}

/**
 * `unfit`: CRIU refuses to restore there. `poorer`: it restores, but programs may use instructions that are not there.
 * `unknown`: CRIU could not compare them.
 */
export type ProcessorVerdict = 'fit' | 'poorer' | 'unfit' | 'unknown';

const maxLines = 40;
const maxLineLength = 400;
/** The first run of CRIU after a boot tries out the kernel. */
const timeoutMs = 20_000;

/** Undefined where there is no CRIU. Throws what `Session.script` throws. */
export async function askCriu(session: Session): Promise<CriuFacts | undefined> {
  const { stdout } = await session.script('criu', criuScript, [], { timeoutMs, maxStdoutBytes: 64 * 1024 });
  return parseCriuFacts(stdout);
}

/** The output of `criu.sh`. */
export function parseCriuFacts(output: string): CriuFacts | undefined {
  const lines = output.split('\n');
  const all = (key: string): string[] =>
    lines.flatMap((line) => (line.startsWith(`${key}=`) ? [line.slice(key.length + 1)] : []));
  const status = wholeNumber(all('status')[0]);
  if (status === undefined) return undefined;
  const [networkLock] = all('networkLock');
  return {
    isContent: status === 0,
    said: all('said')
      .slice(0, maxLines)
      .map((line) => printable(line.slice(0, maxLineLength)).trim())
      .filter((line) => line !== ''),
    processor: all('processor').find((text) => /^[A-Za-z0-9+/]{8,8192}={0,2}$/.test(text)),
    networkLock:
      networkLock === 'iptables' || networkLock === 'nftables' || networkLock === 'skip'
        ? networkLock
        : undefined,
    hasIptables: all('iptables')[0] === 'yes',
  };
}

/** Whether what ran on a processor so described can go on on this host's. */
export async function compareProcessor(session: Session, processor: string): Promise<ProcessorVerdict> {
  const { stdout } = await session.script('processor', processorScript, [processor], { timeoutMs });
  return parseProcessorVerdict(stdout);
}

/** The output of `processor.sh`. */
export function parseProcessorVerdict(output: string): ProcessorVerdict {
  const status = (key: string): number | undefined =>
    wholeNumber(new RegExp(`^${key}=(.*)$`, 'm').exec(output)?.[1]);
  const [registers, instructions] = [status('fpu'), status('ins')];
  if (registers === undefined || instructions === undefined) return 'unknown';
  // The same status says that CRIU cannot read the description: then it does not tell what is wrong with the processor.
  if (!/^(fpu|ins)-said=.*(FPU|xfeatures|xsave|capabilit)/im.test(output) && registers + instructions > 0)
    return 'unknown';
  if (registers !== 0) return 'unfit';
  return instructions === 0 ? 'fit' : 'poorer';
}
