/** What is carried as files, and where it goes: the RW layer, volumes, bind mounts, the log. */
import { posix } from 'node:path';
import { performance } from 'node:perf_hooks';
import { ShiplockError } from '../../shared/errors.ts';
import type { Cargo } from '../../shared/model.ts';
import { fileOptions, notInPlace, rsync } from '../transfer/rsync.ts';
import type { Pair } from '../transfer/completeness.ts';
import type { Move } from './move.ts';
import type { MovePlan } from './move-plan.ts';
import type { StepName } from './step.ts';
import { leftOut } from './rewritten-files.ts';
import { isFromStore } from './stored-copies.ts';

export interface Parcel extends Pair {
  readonly cargo: Cargo;
  /** Where the container sees it, `/` for its RW layer; absent for the log. */
  readonly destination?: string;
  /** The target had nothing in its place before this move. */
  readonly isNew: boolean;
  readonly isFile: boolean;
  readonly stampsTellChanges: boolean;
  /** More options for rsync, for instance what to leave out. */
  readonly options: readonly string[];
}

export async function parcelsOf(move: Move): Promise<Parcel[]> {
  const { plan, target, targetId } = move;
  const created = await target.engine.container(targetId);
  const rwLayer: Parcel = {
    cargo: 'rwLayer',
    destination: '/',
    isNew: true,
    what: { en: 'the RW layer', zh: '读写层' },
    from: plan.rwLayerFrom,
    to: created === undefined ? '' : await target.engine.rwLayerFolder(created),
    isFile: false,
    stampsTellChanges: plan.rwLayerStampsTellChanges,
    options: [],
  };
  const data = plan.carried.map((item): Parcel => {
    const mounted = created?.mounts.find(({ destination }) => destination === item.destination);
    return {
      ...item,
      cargo: 'volumes',
      to: item.to ?? mounted?.source ?? '',
      // A volume without a name is made with the container.
      isNew: item.isNew || item.to === undefined,
      options: [],
    };
  });
  return [rwLayer, ...data, ...logParcels(plan, targetId)];
}

/** The log's files go to a folder of their own beside their place: their names hold the container's identifier. */
function logParcels(plan: MovePlan, targetId: string): Parcel[] {
  const { log } = plan.container;
  if (log === undefined) return [];
  // An engine may make its log's folder only when the container starts.
  const only = ['--mkpath', `--include=/${log.prefix}*`, '--exclude=*'];
  const to = posix.join(logPlace(plan, targetId).folder, 'shiplock-log');
  return [
    {
      cargo: 'log',
      isNew: true,
      what: { en: 'the log', zh: '日志' },
      from: log.folder,
      to,
      isFile: false,
      stampsTellChanges: true,
      options: only,
    },
  ];
}

/** Where the target's engine will look for the log, and how its files' names begin there. */
export function logPlace(plan: MovePlan, targetId: string): { folder: string; prefix: string } {
  const { log, id } = plan.container;
  // It is the source that says where it is, and the target where it then comes to lie.
  if (log !== undefined && !log.folder.startsWith(`${plan.sourceRootDir}/`)) {
    const { name } = plan.container;
    const text = {
      en: `The log of ${name} is not where its engine keeps logs.`,
      zh: `${name} 的日志不在引擎存放日志的位置。`,
    };
    throw new ShiplockError('engine-failed', text, { details: log.folder });
  }
  const folder = (log?.folder ?? '').slice(plan.sourceRootDir.length).replaceAll(id, targetId);
  return {
    folder: posix.join(plan.targetRootDir, folder),
    prefix: (log?.prefix ?? '').replaceAll(id, targetId),
  };
}

/** Makes the target's copy equal. `final`: the container is frozen, nothing may change or vanish any more. */
export async function sendParcel(
  move: Move,
  step: StepName,
  parcel: Parcel,
  final: boolean,
  signal: AbortSignal,
): Promise<void> {
  const began = performance.now();
  let bytes = 0;
  const count = move.counter(step, parcel.cargo);
  const isStored = isFromStore(move, parcel.to);
  const mustRead = isStored || (final && !parcel.stampsTellChanges);
  // What is written in place is written to all names of a file, also to one that is a file of its own by now.
  const { linked = [] } = move.recall('rounds');
  const updating = linked.includes(parcel.to) ? notInPlace(fileOptions) : fileOptions;
  const { waiting = {} } = move.recall('rounds');
  const left = final ? [] : leftOut(waiting[parcel.from] ?? []);
  const slash = parcel.isFile ? '' : '/';
  await rsync({
    route: move.route,
    source: move.source.session,
    target: move.target.session,
    options: [...updating, ...(mustRead ? ['--checksum'] : []), ...left, ...parcel.options],
    from: `${parcel.from}${slash}`,
    to: `${parcel.to}${slash}`,
    what: parcel.what,
    mayVanish: !final,
    compression: move.compression.files.rsync,
    signal,
    onBytes(chunk) {
      bytes += chunk;
      count(chunk);
    },
  });
  // What is mostly compared tells nothing of the route.
  if (!isStored) move.rate.note(bytes, performance.now() - began);
}
