/** What the checks look at: facts about the container and both hosts, gathered beforehand, so that checks are pure. */
import type { Inside } from '../checkpoint/inside.ts';
import type { Vitals } from '../checkpoint/vitals.ts';
import type { Container, Mount } from '../engines/container.ts';
import type { EngineFacts, ImageFacts, NetworkFacts } from '../engines/engine.ts';
import type { Condition } from '../hosts/condition/condition.ts';
import type { HostFacts } from '../hosts/facts.ts';
import { checksOf } from './check.ts';
import type { Claims } from './claims.ts';
import type { ClockReading } from './clock.ts';
import type { CriuFacts, ProcessorVerdict } from './criu.ts';
import type { PathFacts } from './paths.ts';

/** What a host is to a move; `alone`: no move is planned. */
export type Role = 'source' | 'target' | 'alone';

export interface HostView {
  readonly name: string;
  readonly facts: HostFacts;
  readonly engine: EngineFacts;
  readonly clock: ClockReading;
}

/** What can be said of a host without looking at a container or at another host. */
export interface HostSubject {
  readonly role: Role;
  readonly name: string;
  readonly view: HostView;
  /** Undefined where there is no CRIU. */
  readonly criu: CriuFacts | undefined;
  readonly condition: Condition;
}

/** What can be said of how a host fares, without asking what it is and has. */
export type ConditionSubject = Pick<HostSubject, 'role' | 'name' | 'condition'>;

/** `copy`: its data is moved. `attach`: it is there on the target already, or belongs to the host. */
export type MountTreatment = 'copy' | 'attach';

export interface MountView {
  readonly mount: Mount;
  readonly treatment: MountTreatment;
  /** A volume's own driver options; a bind mount has none. */
  readonly options: Readonly<Record<string, string>>;
  readonly onSource: PathFacts;
  /** At the same path on the target; for a volume, where that name lies there. */
  readonly onTarget: PathFacts;
  /** The name is taken by a volume on the target. */
  readonly volumeExists: boolean;
  /** Other containers on the source that use the volume. */
  readonly otherUsers: readonly string[];
}

export interface ImageView {
  /** Undefined when it is gone from the source. */
  readonly found: ImageFacts | undefined;
  /** Of layers that the target lacks: an upper bound, since stores do not tell the size of each layer. */
  readonly bytesToSend: number;
  /** The image that the target knows under that name is another one. */
  readonly isNameTaken: boolean;
  /** The name does not mean the container's image on the source any more: it was built or pulled anew, or untagged. */
  readonly isNameStale: boolean;
}

export interface RwLayerView {
  /** Empty for a container that does not run. */
  readonly folder: string;
  readonly bytes: number;
  readonly fileSystem: string;
}

/** What is looked at for the move of one container. */
export interface Subject {
  readonly container: Container;
  readonly vitals: Vitals;
  /** What its processes hold. */
  readonly inside: Inside;
  /** Files that its processes have both locked and mapped. */
  readonly mappedLocks: number;
  readonly image: ImageView;
  readonly rwLayer: RwLayerView;
  readonly mounts: readonly MountView[];
  readonly source: HostView;
  readonly target: HostView;
  readonly sourceCondition: Condition;
  /** A container of that name on the target. */
  readonly nameTaken: boolean;
  /** On the target. */
  readonly networks: readonly NetworkFacts[];
  readonly sourceNetworks: readonly NetworkFacts[];
  /** Of the target's processor, for what ran on the source's. */
  readonly processor: ProcessorVerdict;
  readonly claims: Claims;
  /** Devices that the container was given and the target lacks. */
  readonly missingDevices: readonly string[];
  readonly replaceData: boolean;
}

/** What a plan is made from. Without the other facts a move is only less well known. */
export const plannedFrom = [
  'container',
  'vitals',
  'image',
  'rwLayer',
  'mounts',
  'source',
  'sourceCondition',
  'target',
] as const satisfies readonly (keyof Subject)[];
export type PlannedFrom = Pick<Subject, (typeof plannedFrom)[number]>;

/** A check of a move; of one host, whatever is moved. */
export const moveCheck = checksOf<Subject>();
export const hostCheck = checksOf<HostSubject>();
