/** The command line of a process, which stands in its memory. Source: proc_pid_cmdline(5). */
import { printable } from '../../../shared/printable.ts';
import type { MemoryLayout } from './memory-map.ts';
import type { ProcessMemory } from './process-memory.ts';

/** A longer one is cut. */
const maxBytes = 8192;

/** Its words, each as one line for people; undefined when its memory does not hold it. */
export async function readCommandLine(
  memory: ProcessMemory,
  { argumentsStart, argumentsEnd, environmentEnd }: MemoryLayout,
): Promise<readonly string[] | undefined> {
  const length = Math.min(argumentsEnd - argumentsStart, maxBytes);
  if (!(length > 0)) return undefined;
  let bytes = await memory.read(argumentsStart, length);
  if (bytes.length < length) return undefined;
  // A program that has given itself another name writes on into its environment.
  if (length < maxBytes && bytes.at(-1) !== 0) {
    const beyond = Math.max(0, Math.min(environmentEnd - argumentsEnd, maxBytes - length));
    const more = await memory.read(argumentsEnd, beyond);
    const end = more.indexOf(0);
    bytes = Buffer.concat([bytes, more.subarray(0, end === -1 ? more.length : end)]);
  }
  const text = bytes.toString('utf8');
  return (text.endsWith('\0') ? text.slice(0, -1) : text).split('\0').map(inOneLine);
}

const inOneLine = (word: string): string => printable(word.replaceAll(/[\t\n\r]/g, ' '));
