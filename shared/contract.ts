/**
 * The contract: everything that the command line and, later, the window can ask of Shiplock, and everything they are
 * told meanwhile. Each shell is one generic adapter over these two tables. Every input is checked at the door.
 */
import { z } from 'zod';
import { incidentEvents, incidentMethods } from './incident-methods.ts';
import {
  askedRoute,
  bytesByCargo,
  containerName,
  containerSummary,
  finding,
  fixPlan,
  fromStore,
  host,
  hostName,
  plan,
  restorePointName,
  round,
  runReport,
  runState,
  type SecretRequest,
} from './model.ts';
import { policyEvents, policyMethods } from './policy-methods.ts';
import { imageEvents, imageMethods } from './image-methods.ts';
import { restorePointEvents, restorePointMethods } from './restore-point-methods.ts';
import { storeMethods } from './store-methods.ts';
import { windowEvents, windowMethods } from './window-methods.ts';
import { words } from './words.ts';

const runId = z.string().regex(/^r[1-9]\d*$/, 'a run is named like r12');

const moveRequest = z.object({
  container: containerName,
  from: hostName,
  to: hostName,
  /** `direct` fails where there is no direct route; should it break later, the relay goes on, as with `auto`. */
  route: askedRoute.default('auto'),
  /** Rounds of files, and rounds of memory, before the freeze, at most; 0: none of either. */
  maxRounds: z.number().int().min(0).max(30).default(4),
  /**
   * The longest freeze, in seconds, that the move may be expected to take; from twice that on it is taken back in the
   * freeze. Two minutes by default: most clients give up a server about then, and nobody who reads a gauge waits longer.
   */
  maxFreezeSeconds: z.number().int().min(1).max(86_400).default(120),
  /** Leave the source's copy stopped under another name instead of removing it. */
  keepSource: z.boolean().default(false),
  /** Data that lies on the target where the container's will lie may be replaced. */
  replaceData: z.boolean().default(false),
  /**
   * What the laptop has of the container, its image and its latest restore point, is sent from there, and by the source only what
   * differs. Where that cannot be opened without asking a person it is done without; the image can.
   */
  useStore: z.boolean().default(true),
  /** The warnings that the user has accepted, by `id`; `all`: whichever there are. Others stop the move. */
  accept: z.array(z.string()).default([]),
});
export type MoveRequest = z.infer<typeof moveRequest>;

/** What findings are asked for: those of one host, or of a move as it would be planned by default. */
const checkedThing = z.union([
  z.strictObject({ host: hostName }),
  z.strictObject({ container: containerName, from: hostName, to: hostName }),
]);
export type CheckedThing = z.infer<typeof checkedThing>;

export const methods = {
  /** The key that the host shows now, for the user to compare. Nothing is stored, nobody logs in. */
  'hosts.key': {
    input: z.object({ address: z.string().min(1), port: z.number().int(), jump: hostName.optional() }),
    output: z.object({ type: z.string(), fingerprint: z.string() }),
  },
  /** Pins `hostKey` if it is the key that the host shows, and logs in once to see that it works. */
  'hosts.add': { input: host, output: host },
  'hosts.list': { input: z.object({}), output: z.array(host) },
  'hosts.check': {
    input: z.object({ name: hostName }),
    output: z.object({ host, findings: z.array(finding) }),
  },
  'hosts.remove': { input: z.object({ name: hostName }), output: z.object({ removed: hostName }) },
  'containers.list': { input: z.object({ host: hostName }), output: z.array(containerSummary) },
  'moves.plan': {
    input: moveRequest.extend({
      /** Dump the container for a trial, which pauses it for a moment, and throw the dump away. */
      rehearse: z.boolean().default(false),
    }),
    output: plan,
  },
  /** What Shiplock would do about the findings of that name. Changes nothing. */
  'fixes.list': { input: z.object({ finding: z.string(), of: checkedThing }), output: z.array(fixPlan) },
  /**
   * Does it, if it is still what the user has agreed to, and checks again. Gives what is found of that name then: nothing, if
   * it has helped.
   */
  'fixes.apply': {
    input: z.object({
      finding: z.string(),
      of: checkedThing,
      agreed: z.array(fixPlan.omit({ finding: true })),
    }),
    output: z.object({ done: z.array(fixPlan), left: z.array(finding) }),
  },
  /** Resolves when the run has ended, well or not. Rejects only when nothing was begun. */
  'moves.start': { input: moveRequest, output: runReport },
  /**
   * Newest first, all of them unless `limit` says how many; with `before`, those that were begun before that run. `states`: those
   * that stand so. `mentions`: those whose name, container, hosts or restore point hold that text, in capitals or not.
   */
  'runs.list': {
    input: z.object({
      limit: z.number().int().min(1).max(1000).optional(),
      before: runId.optional(),
      states: z.array(runState).optional(),
      mentions: z.string().max(200).optional(),
    }),
    output: z.array(
      z.object({
        run: z.string(),
        container: z.string(),
        from: z.string(),
        to: z.string(),
        state: runState,
        startedAt: z.string(),
        freezeMs: z.number().nullable(),
        /** Of a restore, the point that is brought back. */
        restorePoint: z.string().optional(),
      }),
    ),
  },
  'runs.show': { input: z.object({ run: runId }), output: runReport },
  /** Finishes or undoes an interrupted run, as the journal and the hosts say. */
  'runs.resume': {
    input: z.object({
      run: runId,
      /** Only for a run that was rescued: its source will never be back, and is waited for no more. */
      withoutSource: z.boolean().default(false),
    }),
    output: runReport,
  },
  /**
   * For a source that is gone for good: starts the container on the target from what has arrived there. A source that
   * comes back after it will not run the container again. `point`: the report's `rescue.at`, which the user was told and
   * agreed to. Rejects, with the run as it was, while the source answers and has the container.
   */
  'runs.rescue': {
    input: z.object({
      run: runId,
      point: z.string(),
      /** False: its programs start anew from the files of that point. */
      withMemory: z.boolean().default(true),
    }),
    output: runReport,
  },
  /**
   * Undoes a run that is not committed. `withoutTarget`: the user has seen to it that the target is off; the source's copy
   * goes on although the target cannot be asked. Refused when it answers.
   */
  'runs.rollback': {
    input: z.object({ run: runId, withoutTarget: z.boolean().default(false) }),
    output: runReport,
  },
  ...imageMethods,
  ...restorePointMethods,
  ...storeMethods,
  ...policyMethods,
  ...incidentMethods,
  ...windowMethods,
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>;

export const events = {
  /** One check of a preflight was made, of this host if it is made of each; without findings, it had nothing to say. */
  'preflight.checked': z.object({
    check: z.string(),
    host: hostName.optional(),
    findings: z.array(finding),
  }),
  /** A step of a run began or ended. `runningOn` says which host runs the container at that moment; null: none, it is frozen. */
  'run.step': z.object({
    run: z.string(),
    step: z.string(),
    state: z.enum(['began', 'done', 'failed', 'undone']),
    runningOn: z.string().nullable(),
  }),
  /** Bytes sent so far, by the source and from the laptop's store; at most ten times a second. */
  'run.progress': z.object({
    run: z.string(),
    step: z.string(),
    bytesSent: bytesByCargo,
    fromStore: fromStore.optional(),
  }),
  'run.round': z.object({ run: z.string(), round }),
  /** An unfinished run was found to concern a host that is about to be used, and was finished or undone first, if it could be. */
  'run.reconciled': z.object({ run: z.string(), outcome: runState, state: words.optional() }),
  /** A restore point is being taken: what it is at, and the bytes that came so far; at most ten times a second. */
  'backup.progress': z.object({
    host: hostName,
    container: z.string(),
    phase: z.enum(['image', 'files', 'pause', 'fetch', 'finish']),
    wireBytes: z.number(),
  }),
  /** It is taken no more. Without a point, nothing came of it. */
  'backup.ended': z.object({ host: hostName, container: z.string(), point: restorePointName.optional() }),
  /** How much of the store has been read back; at most ten times a second. */
  'verify.progress': z.object({ bytes: z.number(), totalBytes: z.number() }),
  /** What of an archive on the laptop, or of what is extracted, was written or read so far; at most ten times a second. */
  'archive.progress': z.object({ file: z.string(), bytes: z.number() }),
  /** What a registry has taken or given so far; at most ten times a second. */
  'registry.progress': z.object({ repository: z.string(), bytes: z.number() }),
  /**
   * The store was made. Its recovery key opens it when keyring and passphrase are gone; it is told here, once, and kept nowhere.
   */
  'store.made': z.object({ recoveryKey: z.string() }),
  /**
   * A host's connection was lost during a run, or is back. `attempt` counts those that failed since; `nextTryMs`: the
   * pause before the next one.
   */
  'host.link': z.object({
    run: z.string(),
    host: hostName,
    state: z.enum(['lost', 'retrying', 'up']),
    attempt: z.number(),
    nextTryMs: z.number().optional(),
    reason: words.optional(),
  }),
  ...restorePointEvents,
  ...policyEvents,
  ...imageEvents,
  ...incidentEvents,
  ...windowEvents,
} as const satisfies Record<string, z.ZodType>;

export type Methods = typeof methods;
export type MethodName = keyof Methods;
export type Input<Name extends MethodName> = z.input<Methods[Name]['input']>;
export type Checked<Name extends MethodName> = z.output<Methods[Name]['input']>;
export type Output<Name extends MethodName> = z.output<Methods[Name]['output']>;

export type EventName = keyof typeof events;
export type EventPayload<Name extends EventName> = z.output<(typeof events)[Name]>;
export type Event = { [Name in EventName]: { readonly event: Name } & EventPayload<Name> }[EventName];

/** Asks a person, or a file; undefined: there is no answer. The request is data, so it can be asked over any wire. */
export type AskSecret = (request: SecretRequest) => Promise<string | undefined>;

export interface CallOptions {
  /** Abort to cancel; what was begun is undone before the call ends. */
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: Event) => void;
  /**
   * Asked for what a login needs: each secret once in the life of a station, and again, three times in all, while it is
   * wrong. Without it, such logins are refused.
   */
  readonly askSecret?: AskSecret;
}

/** What a shell talks to. */
export interface Contract {
  call<Name extends MethodName>(
    method: Name,
    input: Input<Name>,
    options?: CallOptions,
  ): Promise<Output<Name>>;
}
