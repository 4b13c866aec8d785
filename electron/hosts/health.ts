/** How a host does just now: how busy it is, and what room it has. Cheap, so that it can be asked every few seconds. */
import { readFileSync } from 'node:fs';
import { ShiplockError } from '../../shared/errors.ts';
import type { HostHealth } from '../../shared/window-methods.ts';
import { Lines } from './condition/lines.ts';
import type { Session } from './session.ts';

/** Without the signs of failure, which are dear: see `preflight/signs.ts`. */
export type Health = Omit<HostHealth, 'signs'>;

const script = readFileSync(new URL('./health.sh', import.meta.url), 'utf8');
/** It takes milliseconds; a box that swaps takes longer. */
const timeoutMs = 20_000;
const mostBytes = 64 * 1024;

/** Throws `command-failed` for an answer that makes no sense, and what `Session.script` throws. */
export async function readHealth(
  session: Session,
  engineRoot: string,
  signal?: AbortSignal,
): Promise<Health> {
  const options = { signal, timeoutMs, maxStdoutBytes: mostBytes };
  const { stdout } = await session.script('health', script, [engineRoot], options);
  return parseHealth(session.host.name, stdout);
}

/** The output of `health.sh`. Throws `command-failed`, naming the host, if it is no Linux host's. */
export function parseHealth(hostName: string, output: string): Health {
  const lines = new Lines(output);
  const [processors, load] = [lines.number('processors'), lines.number('load')];
  if (processors === undefined || !Number.isInteger(processors) || load === undefined) {
    const text = {
      en: `${hostName} gave no usable answer about how it does.`,
      zh: `${hostName} 没有给出可用的运行状况。`,
    };
    throw new ShiplockError('command-failed', text, {
      remedy: {
        en: `Check that ${hostName} is a Linux host with sh, awk, df, sed and grep.`,
        zh: `请确认 ${hostName} 是带有 sh、awk、df、sed 和 grep 的 Linux 主机。`,
      },
      details: output.slice(0, 4096),
    });
  }
  const uptimeSeconds = lines.number('uptime');
  const memory = roomOf(lines.numbers('memory'));
  const disk = roomOf(lines.numbers('disk'));
  return {
    processors,
    load,
    ...(uptimeSeconds === undefined ? {} : { uptimeSeconds }),
    ...(memory === undefined ? {} : { memory }),
    ...(disk === undefined ? {} : { disk }),
  };
}

/** From kibibytes. */
function roomOf([free, total]: readonly (number | undefined)[]): Health['memory'] {
  if (free === undefined || total === undefined) return undefined;
  return { freeBytes: free * 1024, totalBytes: total * 1024 };
}
