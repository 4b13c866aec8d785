/** A rehearsal of the freeze: a real dump of the paused container, which then goes on; the dump is thrown away. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ShiplockError } from '../../shared/errors.ts';
import type { Plan } from '../../shared/model.ts';
import { formatBytes, formatMs } from '../../shared/units.ts';
import { en, zh } from '../../shared/words.ts';
import { dumpEndScript, endDumpRound, readRound } from '../checkpoint/dump-round.ts';
import { dumpScript } from '../checkpoint/dump-script.ts';
import { dumpFailure } from '../checkpoint/dump-failure.ts';
import { explainCriuLog } from '../checkpoint/explain.ts';
import type { Container } from '../engines/container.ts';
import { thoroughMs } from '../hosts/limits.ts';
import type { Found } from '../preflight/check.ts';
import type { End } from '../preflight/gather.ts';
import { dumpLimitSeconds } from './dump-limit.ts';
import { leaseScript } from './lease.ts';
import { markedByAnother, unmarkContainer } from './mark.ts';
import { closeWorkspace, workspaceBytes, workspaceScript } from './workspace.ts';

const script = readFileSync(new URL('./rehearsal.sh', import.meta.url), 'utf8');

export interface RehearsalRequest {
  readonly container: Pick<Container, 'id' | 'name'>;
  readonly memoryBytes: number;
  /** The container is let go on after so many seconds, whatever the dump has come to. */
  readonly maxFreezeSeconds: number;
}

export interface Rehearsal {
  readonly found: Found;
  readonly measured: Plan['rehearsal'];
}

/**
 * Never throws for a container that cannot be dumped: that is what it finds. Whatever becomes of the laptop, the source
 * lets the container go on and clears up by itself. Throws 'busy' for one that is being moved, and 'link-lost'.
 */
export async function rehearse(
  { session, engine: { runtimeRoot } }: End,
  { container, memoryBytes, maxFreezeSeconds }: RehearsalRequest,
): Promise<Rehearsal> {
  const host = session.host.name;
  const key = `rehearsal-${randomBytes(5).toString('hex')}`;
  const seconds = Math.ceil(Math.min(dumpLimitSeconds(memoryBytes), maxFreezeSeconds));
  const bytes = workspaceBytes(memoryBytes, false);
  const texts = [leaseScript, workspaceScript, dumpScript, dumpEndScript];
  const args = [...texts, runtimeRoot, container.id, key, String(bytes), String(seconds)];
  const { status, stdout, stderr } = await session.script('rehearsal', script, args, {
    allowFailure: true,
    // It keeps to its limit by itself, and must clear up in any case.
    timeoutMs: seconds * 2000 + thoroughMs,
    endsWithLink: false,
  });
  if (status === 9) throw markedByAnother(host, container.name, stdout.trim());
  if (status === 0) return accepted(container.name, readRound(stdout));
  // The script itself may have been killed.
  await endDumpRound(session, runtimeRoot, container.id, `/run/shiplock/${key}`);
  await closeWorkspace(session, key);
  await unmarkContainer(session, { containerId: container.id, key });
  return { found: refused(container.name, dumpFailure(host, status, stderr, seconds)), measured: undefined };
}

function accepted(name: string, { pausedMs, bytes }: { pausedMs: number; bytes: number }): Rehearsal {
  const found: Found = {
    id: 'rehearsal',
    severity: 'ok',
    text: {
      en: `${name} was dumped for a trial; it was paused for ${formatMs(pausedMs)} and goes on.`,
      zh: `已试转储 ${name}；它暂停了 ${formatMs(pausedMs)}，现已继续运行。`,
    },
    measured: `${formatMs(pausedMs)}, ${formatBytes(bytes)}`,
  };
  return { found, measured: { pausedMs, bytes } };
}

function refused(name: string, { code, text, remedy, details }: ShiplockError): Found {
  if (code === 'dump-refused') {
    const { meaning, remedy, firstError } = explainCriuLog(details ?? '');
    return {
      id: 'rehearsal-refused',
      severity: 'error',
      text: {
        en: en`${name} cannot be dumped as it is; it goes on as before. ${meaning}`,
        zh: zh`${name} 目前无法转储；它照常运行。${meaning}`,
      },
      measured: firstError || undefined,
      remedy,
    };
  }
  return {
    id: 'rehearsal-failed',
    severity: 'warning',
    text: {
      en: en`The trial dump of ${name} came to no end; it goes on as before. ${text}`,
      zh: zh`${name} 的试转储没有完成；它照常运行。${text}`,
    },
    measured: details?.split('\n')[0]?.slice(0, 300),
    remedy,
  };
}
