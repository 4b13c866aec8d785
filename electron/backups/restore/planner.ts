/** Makes the plan of a restore: looks at the point and the hosts, runs the checks, decides what goes where. Changes nothing. */
import { randomBytes } from 'node:crypto';
import { ShiplockError } from '../../../shared/errors.ts';
import type { Words } from '../../../shared/words.ts';
import { shimName } from '../../checkpoint/shim.ts';
import type { Container } from '../../engines/container.ts';
import type { NetworkFacts } from '../../engines/engine.ts';
import type { Found } from '../../preflight/check.ts';
import { outerAddresses } from '../../preflight/connections.ts';
import { type End, gatherHost } from '../../preflight/gather.ts';
import { lookAtPaths } from '../../preflight/paths.ts';
import type { OnChecked } from '../../preflight/preflight.ts';
import { allOf, gatheringOf, runChecks, toFindings } from '../../preflight/run-checks.ts';
import { allot } from './allot.ts';
import { isNeeded, restoreChecks, targetChecks } from './checks/index.ts';
import type { PointReader } from './point-reader.ts';
import type { RestorePlan } from './restore-plan.ts';
import type { RestoreSubject } from './restore-subject.ts';
import { findStanding, runs, type Standing } from './standing.ts';

export interface RestoreRequest {
  /** The point's name, for instance `rp3`. */
  readonly point: string;
  /** The host to restore on. */
  readonly to: string;
  /** Default: the original's. Another name makes a clone, which may run beside the original. */
  readonly name?: string | undefined;
  /** Files and configuration; the programs start anew. */
  readonly filesOnly: boolean;
  /** The original, what has its name, and data that lies where its data will lie make way; all is kept under other names. */
  readonly replace: boolean;
}

/** Where the point was taken, if it can be asked; otherwise why not. */
export type Origin = { readonly end: End } | { readonly silence: Words };

/** Throws 'usage' for a point of another engine than the target's. What stands against the restore is in the findings. */
export async function planRestore(
  request: RestoreRequest,
  point: PointReader,
  target: End,
  origin: Origin,
  onChecked?: OnChecked,
): Promise<RestorePlan> {
  const { description } = point;
  const facts = await target.engine.facts();
  if (description.engine.kind !== facts.kind) throw otherEngine(request, description.engine.kind);
  const onTarget = gatherHost(target, 'target');
  const defined = await target.engine.containerOf(description.container.definition);
  const name = request.name ?? description.container.name;
  const wantsMemory = !request.filesOnly;
  const standing = await findStanding(description, name, target, 'end' in origin ? origin.end : undefined);
  const parked = request.replace ? standing : [];
  const away = parked.flatMap(({ host, container }) => (host === request.to ? [container] : []));
  const gathering = gatheringOf<RestoreSubject>({
    container: Promise.resolve({ ...defined, name, ports: portsLeft(defined, away) }),
    description: Promise.resolve(description),
    image: Promise.resolve(point.image),
    target: onTarget.view,
    networks: networksLeft(target, defined, away),
    missingDevices: missingOf(target, defined.devices),
    standing: Promise.resolve(standing),
    isReplacing: Promise.resolve(request.replace),
    originSilence: Promise.resolve('end' in origin ? undefined : origin.silence),
    allotted: allot({
      target,
      description,
      container: { ...defined, name: description.container.name },
      name,
      isReplacing: request.replace,
      parked: away.map((container) => container.name),
    }),
    wantsMemory: Promise.resolve(wantsMemory),
  });
  const [subject, ...found] = await Promise.all([
    allOf(gathering, ['allotted', 'container']),
    runChecks(restoreChecks(wantsMemory), gathering, onChecked),
    runChecks(targetChecks(wantsMemory), onTarget, (check, some) => onChecked?.(check, some, request.to)),
  ]);
  const counts = found.flat().filter((each) => isNeeded(each, wantsMemory));
  return planOf({
    request,
    point,
    name,
    parked,
    container: subject.container,
    allotted: subject.allotted,
    found: counts,
  });
}

interface Decided {
  readonly request: RestoreRequest;
  readonly point: PointReader;
  readonly name: string;
  readonly parked: readonly Standing[];
  readonly container: Container;
  readonly allotted: RestoreSubject['allotted'];
  readonly found: readonly Found[];
}

function planOf({ request, point, name, parked, container, allotted, found }: Decided): RestorePlan {
  const { description, image } = point;
  const { id, name: original, imageName, restartPolicy } = description.container;
  const withMemory = !request.filesOnly && description.checkpoint !== undefined;
  return {
    version: 1,
    kind: 'restore',
    key: randomBytes(5).toString('hex'),
    point: request.point,
    target: request.to,
    name,
    origin: { host: description.host, id, name: original, at: description.at },
    image: { name: imageName, configDigest: image.configDigest, digest: description.image },
    withMemory,
    // Those to the outside are long gone; those within the container are restored at both their ends.
    connections:
      description.connections === 'keep' && outerAddresses(container).length === 0 ? 'keep' : 'close',
    checkpointBytes: withMemory ? (description.checkpoint?.bytes ?? 0) : 0,
    runtime: withMemory ? shimName : container.runtime === shimName ? 'runc' : container.runtime,
    restartPolicy,
    allotments: [...allotted.allotments],
    volumes: [...allotted.volumes],
    parked: parked.map(({ host, container }) => ({
      host,
      id: container.id,
      name: container.name,
      isRunning: runs(container),
      restartPolicy: container.restartPolicy,
    })),
    findings: toFindings(found),
  };
}

/** What makes way gives its ports back. */
const portsLeft = ({ ports }: Container, away: readonly Container[]): Container['ports'] =>
  ports.filter(
    (port) =>
      !away.some((container) =>
        container.ports.some(
          (theirs) => theirs.requestedPort === port.requestedPort && theirs.protocol === port.protocol,
        ),
      ),
  );

/** And its addresses. */
async function networksLeft(
  { engine }: End,
  { networks }: Container,
  away: readonly Container[],
): Promise<NetworkFacts[]> {
  const names = new Set(away.map(({ name }) => name));
  const fixed = networks.flatMap(({ network, fixedAddress }) =>
    fixedAddress === undefined ? [] : [network],
  );
  const there = await engine.networks(fixed);
  return there.map((network) => ({
    ...network,
    addresses: network.addresses.filter(({ container }) => !names.has(container)),
  }));
}

async function missingOf({ session }: End, paths: readonly string[]): Promise<string[]> {
  const facts = await lookAtPaths(session, paths);
  return paths.filter((_, index) => facts[index]?.kind === 'missing');
}

const otherEngine = ({ point, to }: RestoreRequest, kind: string): ShiplockError =>
  new ShiplockError(
    'usage',
    {
      en: `The restore point ${point} was taken of a container of ${kind}, which ${to} does not have.`,
      zh: `还原点 ${point} 取自 ${kind} 的容器，而 ${to} 上没有 ${kind}。`,
    },
    {
      state: { en: 'Nothing was changed.', zh: '未做任何更改。' },
      remedy: { en: 'Choose another host.', zh: '请选择另一台主机。' },
    },
  );
