/** Asks one host what it tells of a run: CRIU's logs, the container's, the kernel's, versions. Secrets are out when it returns. */
import { readFileSync } from 'node:fs';
import type { MissingEvidence } from '../../shared/incident-methods.ts';
import { configurationProgram, logProgram } from '../engines/docker/told.ts';
import { quoteCommand } from '../hosts/quote.ts';
import type { Session } from '../hosts/session.ts';
import { confidencesIn } from './confidences.ts';
import { type EvidencePart, partName } from './evidence.ts';
import { Redactor } from './redact.ts';

const evidenceScript = readFileSync(new URL('./evidence.sh', import.meta.url), 'utf8');

/** Of one part: what happened last is what is asked about. */
const mostPartBytes = 192 * 1024;
const mostParts = 24;
const mostBytes = 8 * 1024 * 1024;
const configurationPart = 'configuration';

export interface AskedAbout {
  /** Names the run's traces on hosts. */
  readonly key?: string | undefined;
  /** The container on that host, by name or identifier. */
  readonly container?: string | undefined;
}

/** What a host has printed, with what must be taken out of it: never to be kept as it is. */
export interface Told {
  readonly parts: readonly EvidencePart[];
  /** Undefined: not known, though there is a container. */
  readonly confidences: readonly string[] | undefined;
}

/** Throws what `Session.script` throws, and the signal's reason: the host may hang. */
export async function askHost(
  session: Session,
  { key = '', container }: AskedAbout,
  signal: AbortSignal,
): Promise<Told> {
  const waiting = container === undefined ? [] : [container];
  const { stdout } = await session.script(
    'evidence',
    programFor(container),
    [String(mostPartBytes), key, ...waiting],
    { signal, maxStdoutBytes: mostBytes },
  );
  return readTold(stdout, container !== undefined);
}

function programFor(container: string | undefined): string {
  const engine =
    container === undefined
      ? []
      : [
          quoteCommand(['part', configurationPart, 'sh', '-c', configurationProgram(container)]),
          quoteCommand(['part', 'container.log', 'sh', '-c', logProgram(container)]),
        ];
  return [evidenceScript, ...engine, 'about_host\n'].join('\n');
}

/** What `evidence.sh` printed; what makes no sense is left out. */
export function readTold(stdout: string, hasContainer: boolean): Told {
  const parts: EvidencePart[] = [];
  let confidences: readonly string[] | undefined = hasContainer ? undefined : [];
  const lines = stdout.split('\n');
  for (const [index, line] of lines.entries()) {
    const name = /^part (.{1,200})$/.exec(line)?.[1];
    if (name === undefined) continue;
    const bytes = Buffer.from(lines[index + 1] ?? '', 'base64');
    if (name === configurationPart) confidences = confidencesIn(bytes.toString('utf8'));
    const isKnown = partName.safeParse(name).success;
    if (!isKnown || bytes.length === 0 || parts.length === mostParts) continue;
    // Its first line may have lost its beginning, and with it what tells a secret.
    const isCut = bytes.length >= mostPartBytes;
    const text = bytes.toString('utf8').replaceAll('\r\n', '\n');
    parts.push({ name, isCut, text: isCut ? text.slice(text.indexOf('\n') + 1) : text });
  }
  return { parts, confidences };
}

/**
 * What may be kept. `confidences`: of all hosts that the container was asked of; undefined where none told: then what the
 * container has printed is left out.
 */
export function withoutSecrets(
  parts: readonly EvidencePart[],
  confidences: readonly string[] | undefined,
): { parts: EvidencePart[]; missing: MissingEvidence[] } {
  const redactor = new Redactor(confidences);
  const kept = parts
    .filter(({ name }) => name !== 'container.log' || confidences !== undefined)
    .map((part) => ({ ...part, text: redactor.text(part.text) }));
  const missing =
    kept.length === parts.length
      ? []
      : [
          {
            what: { en: "the container's log", zh: '容器日志' },
            why: {
              en: 'its engine did not tell which secrets the container was given, so they could not be taken out',
              zh: '引擎未能说明容器持有哪些机密，无法从日志中剔除',
            },
          },
        ];
  return { parts: kept, missing };
}
