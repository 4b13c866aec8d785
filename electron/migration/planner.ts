/** Makes the plan of a move: looks at both hosts, runs the checks, decides what is carried how. Changes nothing. */
import { randomBytes } from 'node:crypto';
import { ShiplockError } from '../../shared/errors.ts';
import type { AskedRoute, BytesByCargo, Plan } from '../../shared/model.ts';
import type { BothLanguages } from '../../shared/words.ts';
import type { Found } from '../preflight/check.ts';
import { shimName } from '../checkpoint/shim.ts';
import { fateOfConnections } from '../preflight/connections.ts';
import { type End, placeOnTarget } from '../preflight/gather.ts';
import { stampsTellChanges } from '../preflight/paths.ts';
import { type OnChecked, type Preflight, preflightOfMove } from '../preflight/preflight.ts';
import { toFindings } from '../preflight/run-checks.ts';
import type { MountView, PlannedFrom } from '../preflight/subject.ts';
import { type Carried, type MovePlan, withoutSecrets } from './move-plan.ts';
import { markedByAnother, readMark } from './mark.ts';
import {
  type Estimated,
  estimateFrom,
  isMeasured,
  type Knowledge,
  longFreeze,
  type Measured,
  measure,
} from './plan-estimate.ts';
import { type PlannedFromStore, plannedFromStore } from './planned-from-store.ts';
import { rehearse } from './rehearsal.ts';

export interface PlanRequest {
  readonly container: string;
  readonly route: AskedRoute;
  readonly maxRounds: number;
  readonly maxFreezeSeconds: number;
  readonly keepSource: boolean;
  readonly replaceData: boolean;
  readonly useStore: boolean;
  readonly rehearse?: boolean;
}

export interface PlanMade {
  readonly plan: MovePlan;
  readonly found: readonly Found[];
}

/** Throws 'not-found' for a container that the source does not have, 'busy' for one being moved. Everything else is a finding of the plan. */
export async function makePlan(
  source: End,
  target: End,
  request: PlanRequest,
  knowledge: Knowledge,
  onChecked?: OnChecked,
): Promise<PlanMade> {
  const from = source.session.host.name;
  const container = await source.engine.container(request.container);
  if (container === undefined) {
    const text = {
      en: `${from} has no container named ${request.container}.`,
      zh: `${from} 上没有名为 ${request.container} 的容器。`,
    };
    throw new ShiplockError('not-found', text, {
      remedy: {
        en: `shiplock containers ${from} lists them.`,
        zh: `列出其容器：shiplock containers ${from}`,
      },
    });
  }
  const mark = await readMark(source.session, container.id);
  if (mark !== undefined) throw markedByAnother(from, container.name, mark);
  const { replaceData } = request;
  const [{ facts, found }, measured] = await Promise.all([
    preflightOfMove(source, target, container, { replaceData, onChecked }),
    measure(source, target, container),
  ]);
  // After everything else: it holds the container still, which must not get in the way of what is measured.
  const rehearsal =
    request.rehearse === true && container.state === 'running'
      ? await rehearse(source, { ...request, container, memoryBytes: facts.vitals.memoryBytes })
      : undefined;
  const planned = isMeasured(measured) ? await askStore(facts, measured, request, knowledge) : undefined;
  const estimate = isMeasured(measured)
    ? estimateFrom(measured, { ...estimatedOf(facts, request), planned }, knowledge)
    : undefined;
  const all = [
    ...found,
    ...(measured === undefined || isMeasured(measured) ? [] : [measured]),
    ...(rehearsal === undefined ? [] : [rehearsal.found]),
    ...longFreeze(estimate?.forecasts ?? [], request.maxFreezeSeconds),
  ];
  const plan = planOf({ facts, found: all }, request);
  return {
    plan: {
      ...plan,
      shown: { ...plan.shown, fromStore: planned?.fromStore, rehearsal: rehearsal?.measured, estimate },
    },
    found: all,
  };
}

async function askStore(
  facts: PlannedFrom,
  { relayRate: bytesPerSecond }: Measured,
  { maxRounds, useStore }: PlanRequest,
  { store }: Knowledge,
): Promise<PlannedFromStore | undefined> {
  if (store === undefined || !useStore) return undefined;
  return plannedFromStore({ facts, bytes: bytesToSend(facts), bytesPerSecond, maxRounds }, store);
}

const estimatedOf = (facts: PlannedFrom, { maxRounds }: PlanRequest): Omit<Estimated, 'planned'> => ({
  from: facts.source.name,
  to: facts.target.name,
  container: facts.container.name,
  bytes: bytesToSend(facts),
  maxRounds,
  tracksDirtyPages: facts.source.facts.tracksDirtyPages,
});

function planOf({ facts: subject, found }: Preflight<PlannedFrom>, request: PlanRequest): MovePlan {
  const { container, image, rwLayer } = subject;
  const copied = subject.mounts.filter((view) => view.treatment === 'copy' && !isLeftAsItIs(view));
  return {
    version: 1,
    key: randomBytes(5).toString('hex'),
    maxRounds: request.maxRounds,
    maxFreezeSeconds: request.maxFreezeSeconds,
    keepSource: request.keepSource,
    useStore: request.useStore,
    container: withoutSecrets(container),
    imageName: image.isNameTaken || image.isNameStale ? container.imageId : container.imageName,
    volumes: volumesOf(subject),
    carried: copied.map((view) => carriedOf(view, subject)),
    rwLayerFrom: rwLayer.folder,
    rwLayerStampsTellChanges: stampsTellChanges(rwLayer.fileSystem),
    sourceRootDir: subject.source.engine.rootDir,
    targetRootDir: subject.target.engine.rootDir,
    memoryBytes: subject.vitals.memoryBytes,
    tracksDirtyPages: subject.source.facts.tracksDirtyPages,
    isSourceReadOnly: subject.sourceCondition.engineFileSystem?.isReadOnly === true,
    shown: shownPlan(subject, found, request),
  };
}

/** A read-only bind mount whose place on the target is taken: the container reads what is there, and a finding says so. */
function isLeftAsItIs({ mount, onTarget }: MountView): boolean {
  return mount.kind === 'bind' && mount.readOnly && onTarget.kind !== 'missing' && !onTarget.isEmpty;
}

function carriedOf({ mount, onSource, onTarget }: MountView, subject: PlannedFrom): Carried {
  const to = placeOnTarget(mount, subject.source.engine.rootDir, subject.target.engine.rootDir);
  return {
    what:
      mount.kind === 'volume' && !mount.anonymous
        ? { en: `volume ${mount.name}`, zh: `数据卷 ${mount.name}` }
        : mount.destination,
    destination: mount.destination,
    from: mount.source,
    ...(mount.anonymous ? {} : { to }),
    isFile: onSource.kind === 'file',
    stampsTellChanges: stampsTellChanges(onSource.fileSystem),
    isNew: onTarget.kind === 'missing',
  };
}

function volumesOf({ mounts }: PlannedFrom): MovePlan['volumes'] {
  return mounts
    .filter(({ mount }) => mount.kind === 'volume' && mount.name !== undefined && !mount.anonymous)
    .map(({ mount, treatment, volumeExists }) => ({
      name: mount.name ?? '',
      isCopied: treatment === 'copy',
      existed: volumeExists,
    }));
}

function shownPlan(subject: PlannedFrom, found: readonly Found[], { keepSource, route }: PlanRequest): Plan {
  const { container, source, target, vitals } = subject;
  const findings = toFindings(found);
  return {
    container: container.name,
    from: source.name,
    to: target.name,
    route,
    movable: !findings.some(({ severity }) => severity === 'error'),
    findings,
    differences: [...differencesOf(subject), ...(keepSource && container.removedOnExit ? [notKept] : [])],
    bytes: bytesToSend(subject),
    connections: fateOfConnections(container, vitals.sockets).fate,
  };
}

function bytesToSend({ image, mounts, rwLayer, vitals }: PlannedFrom): BytesByCargo {
  const volumes = mounts
    .filter(({ treatment }) => treatment === 'copy')
    .reduce((sum, { onSource }) => sum + onSource.bytes, 0);
  return { image: image.bytesToSend, memory: vitals.memoryBytes, rwLayer: rwLayer.bytes, volumes, log: 0 };
}

const notKept: BothLanguages = {
  en: 'The copy on the source cannot be kept: the container was made with --rm, so Docker removes it when it ends.',
  zh: '源主机上的副本无法保留：该容器以 --rm 创建，结束时 Docker 会将其删除。',
};

/** What inspect will show differently on the target, whatever is done. */
function differencesOf({ container, mounts, source, target }: PlannedFrom): BothLanguages[] {
  const differences: BothLanguages[] = [
    {
      en: `Identifier: ${target.name} gives the container a new one.`,
      zh: `标识符：${target.name} 会给容器分配新的标识符。`,
    },
    ...(container.runtime === shimName
      ? []
      : [
          {
            en: `Runtime: "${shimName}" instead of "${container.runtime}"; it is ${container.runtime} with the ability to restore.`,
            zh: `运行时：由“${container.runtime}”变为“${shimName}”，即具备恢复能力的 ${container.runtime}。`,
          },
        ]),
  ];
  if (source.engine.imageStore !== target.engine.imageStore) {
    differences.push({
      en: 'Image identifier: the two hosts keep images in different stores, which count identifiers differently; the layers are the same.',
      zh: '镜像标识符：两台主机的镜像存储方式不同，标识符的计算方法也不同；镜像层是一样的。',
    });
  }
  for (const { network, driver, address, fixedAddress } of container.networks) {
    if (fixedAddress === undefined && address !== undefined && driver !== 'host' && driver !== 'null') {
      differences.push({
        en: `Address in network ${network}: it was not fixed, so ${target.name} may give another than ${address}.`,
        zh: `网络 ${network} 中的地址：未固定，${target.name} 分配的可能不是 ${address}。`,
      });
    }
  }
  for (const { mount } of mounts) {
    if (mount.anonymous)
      differences.push({
        en: `The volume at ${mount.destination} has no name of its own; it gets a new one.`,
        zh: `${mount.destination} 处的数据卷没有自己的名称，会得到新的名称。`,
      });
  }
  return differences;
}
