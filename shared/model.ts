/** What the journal keeps and the contract carries, as schemas; the types are derived from them. */
import { z } from 'zod';
import { errorExitStatus, type ErrorCode } from './errors.ts';
import { words } from './words.ts';

/** A name a host or its jump host goes by: shown, typed and used in file names, so kept simple. */
export const hostName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, 'letters, digits, dot, dash and underscore, at most 63');

export const containerName = z.string().min(1);

/**
 * How a host lets Shiplock in: by a key that the SSH agent holds, by a key file (with or without a passphrase), or by a
 * password, which sshd may take as such or ask for on a "keyboard".
 */
export const login = z.enum(['agent', 'key', 'password']);
export type Login = z.infer<typeof login>;

/** How to reach a host, and how to log in. No secret is ever part of it: `key` is a file's path. */
export const host = z
  .object({
    name: hostName,
    address: z.string().min(1),
    port: z.number().int().min(1).max(65535),
    user: z.string().min(1),
    /** By default `key` where a key file is named, and `agent` where none is. */
    login: login.optional(),
    /** Private key file, for the login `key`. */
    key: z.string().min(1).optional(),
    /** Run commands through sudo, with a password where sudo asks for one. */
    sudo: z.boolean(),
    /** Reach it through this host. */
    jump: hostName.optional(),
    /** The pinned host key, as `SHA256:` and base64 without padding, as ssh-keygen -l prints it. */
    hostKey: z.string(),
    /** The pinned key's type, for instance `ssh-ed25519`; it is not known of hosts added before it was noted. */
    hostKeyType: z.string().optional(),
  })
  .transform((host) => ({ ...host, login: host.login ?? (host.key === undefined ? 'agent' : 'key') }))
  .refine(({ login, key }) => (login === 'key') === (key !== undefined), {
    path: ['key'],
    error: 'a key file belongs to the login "key", and to no other',
  });
export type Host = z.infer<typeof host>;

/** It goes without as well: no person is to be asked for it. */
const onlyIfAtHand = z.boolean().optional();

/** A secret that a login needs. */
const loginSecretRequest = z.object({
  host: hostName,
  user: z.string(),
  kind: z.enum(['password', 'passphrase', 'sudo-password']),
  /** The key file, for a passphrase. */
  key: z.string().optional(),
  /** The last answer was wrong. */
  isRetry: z.boolean(),
  onlyIfAtHand,
});
export type LoginSecretRequest = z.infer<typeof loginSecretRequest>;

/** What opens the store of restore points where no keyring does; a new one when the store is made. */
const storeSecretRequest = z.object({
  kind: z.enum(['store-passphrase', 'new-store-passphrase']),
  isRetry: z.boolean(),
  onlyIfAtHand,
});

const registrySecretRequest = z.object({
  kind: z.literal('registry-password'),
  /** As `https://registry.example:5000`. */
  registry: z.string(),
  user: z.string(),
  isRetry: z.boolean(),
  onlyIfAtHand,
});

/** A secret that is needed now. The answer is never part of what is kept, logged or reported. */
export const secretRequest = z.union([loginSecretRequest, storeSecretRequest, registrySecretRequest]);
export type SecretRequest = z.infer<typeof secretRequest>;

export const restorePointName = z.string().regex(/^rp[1-9]\d*$/, 'a restore point is named like rp12');

/** What is known of a restore point without opening it. */
export const restorePointSummary = z.object({
  /** `rp1`, `rp2`, …: never given twice. */
  name: z.string(),
  /** When the container stood still for it, by the laptop's clock. */
  at: z.string(),
  host: z.string(),
  container: z.string(),
  kind: z.enum(['with-memory', 'files-only']),
  /** Bytes that it holds, without its image. */
  size: z.number(),
  /** Bytes by which the store grew for it. */
  added: z.number(),
  comment: z.string().optional(),
});
export type RestorePointSummary = z.infer<typeof restorePointSummary>;

/** Something in a restore point that has a name. */
export const storedFile = z.object({
  /** From the container's root on; bytes that are no text show as replacement characters. */
  path: z.string(),
  kind: z.enum(['file', 'folder', 'link', 'hard-link', 'fifo', 'character', 'block']),
  /** Of a file. */
  bytes: z.number().optional(),
  mode: z.number(),
  uid: z.number(),
  gid: z.number(),
  /** When its content changed, ISO 8601. */
  changedAt: z.string(),
  /** Of a link. */
  target: z.string().optional(),
});
export type StoredFile = z.infer<typeof storedFile>;

/** A process of a checkpoint, by its number in the container. */
export const storedProcess = z.object({
  pid: z.number(),
  parent: z.number(),
  name: z.string(),
  state: z.string(),
  threads: z.number(),
  user: z.number().optional(),
  command: z.array(z.string()).optional(),
  program: z.string().optional(),
  workingFolder: z.string().optional(),
  memoryBytes: z.number().optional(),
  /** What each descriptor stands for, as one line. */
  openFiles: z.array(z.object({ number: z.number(), shown: z.string() })),
  memoryMap: z.array(
    z.object({
      range: z.string(),
      bytes: z.number(),
      access: z.string(),
      holds: z.string(),
      path: z.string().optional(),
    }),
  ),
});
export type StoredProcess = z.infer<typeof storedProcess>;

export const severity = z.enum(['error', 'warning', 'info', 'ok']);
export type Severity = z.infer<typeof severity>;

/**
 * One thing that preflight found. An `error` stops a move before anything is touched; a `warning` does until the user has
 * accepted it. `ok`: looked at, and nothing stands against the move.
 */
export const finding = z.object({
  /** Stable, for instance `port-taken`. */
  id: z.string(),
  severity,
  /** What it means, for a person. Findings in journals of 0.1.0 are in English only. */
  text: words,
  measured: words.optional(),
  needed: words.optional(),
  remedy: words.optional(),
  /** The host that it is about, if it is about one. */
  host: z.string().optional(),
  /** Shiplock can carry out the remedy itself: see `fixes.list`. */
  fixable: z.boolean().default(false),
});
export type Finding = z.infer<typeof finding>;

const errorCodes = Object.keys(errorExitStatus) as [ErrorCode, ...ErrorCode[]];

export const errorData = z.object({
  code: z.enum(errorCodes),
  message: words,
  state: words.optional(),
  remedy: words.optional(),
  details: z.string().optional(),
  findings: z.array(finding).readonly().optional(),
});

/** What Shiplock would do about a finding: lines of sh on that host, as one program that ends at the first failure. */
export const fixPlan = z.object({ finding, host: z.string(), commands: z.array(z.string()) });
export type FixPlan = z.infer<typeof fixPlan>;

/** The kinds of data a move carries, as they are counted and reported. */
export const cargo = z.enum(['image', 'memory', 'rwLayer', 'volumes', 'log']);
export type Cargo = z.infer<typeof cargo>;

export const bytesByCargo = z.object({
  image: z.number(),
  memory: z.number(),
  rwLayer: z.number(),
  volumes: z.number(),
  log: z.number(),
});
export type BytesByCargo = z.infer<typeof bytesByCargo>;

/** What a move took from the laptop's store instead of from its source, in bytes. */
export const fromStore = z.object({
  image: z.number(),
  files: z.number(),
  memory: z.number(),
  /** The restore point that files and memory are of. */
  point: z.string().optional(),
});
export type FromStore = z.infer<typeof fromStore>;
export type FromStoreCargo = Exclude<keyof FromStore, 'point'>;

/** How the data travels: from host to host, through the laptop, or whichever is faster. */
export const askedRoute = z.enum(['auto', 'direct', 'relay']);
export type AskedRoute = z.infer<typeof askedRoute>;

/** How the data travelled; `direct-then-relay`: the direct route broke on the way, and the relay went on. */
export const takenRoute = z.enum(['direct', 'relay', 'direct-then-relay']);
export type TakenRoute = z.infer<typeof takenRoute>;

/** One pass of pre-copy while the container runs, or the final one in the freeze. */
export const round = z.object({
  kind: z.enum(['files', 'memory', 'final']),
  /** Milliseconds the whole round took. */
  ms: z.number(),
  /** Milliseconds for which the round held the container paused; for the final round, the freeze. */
  pausedMs: z.number(),
  /** Bytes sent to the target. */
  bytes: z.number(),
});
export type Round = z.infer<typeof round>;

/** A point from which the target can start, or was started, when the source is gone for good: see `runs.rescue`. */
export const rescuePoint = z.object({
  /** The laptop's clock, ISO 8601: everything until then is there. */
  at: z.string(),
  /** Its programs go on from where they were; otherwise they start anew from the files. */
  hasMemory: z.boolean(),
  /** What is not there, each a part of a sentence. */
  missing: z.array(words),
});
export type RescuePoint = z.infer<typeof rescuePoint>;

const compressor = z.enum(['none', 'zstd', 'lz4']);

/** How each kind of data was compressed on its way. */
export const compression = z.object({ image: compressor, files: compressor, memory: compressor });
export type CompressionUsed = z.infer<typeof compression>;

/** How fast the container changes and how far its hosts are, as measured for the plan. */
export const pace = z.object({
  /** What a command takes on the slower host, however little it does. */
  roundTripMs: z.number(),
  /** Memory of its own that it touched, read or written, within about a second; absent where the kernel does not tell. */
  memoryBytesTouched: z.number().optional(),
  /** What it gives the kernel to write to disks; absent where the kernel does not tell. */
  fileBytesPerSecond: z.number().optional(),
});
export type Pace = z.infer<typeof pace>;

/** An estimate: most likely so much, and hardly less than `low` or more than `high`. */
export const range = z.object({ low: z.number(), likely: z.number(), high: z.number() });
export type Range = z.infer<typeof range>;

const figures = z.object({ freezeMs: z.number(), totalMs: z.number(), bytes: z.number() });
export type Figures = z.infer<typeof figures>;

/** What a move over one route is likely to cost. */
export const forecast = z.object({
  route: z.enum(['direct', 'relay']),
  /** As probed for this plan (relay), or as it was in the last run that went this way. */
  bytesPerSecond: z.number(),
  freezeMs: range,
  totalMs: range,
  /** Sent in all. */
  bytes: range,
  /** What was likely before earlier runs were considered: what later plans learn from. */
  unlearned: figures,
});
export type Forecast = z.infer<typeof forecast>;

export const estimate = z.object({
  pace,
  /** A route of which nothing is known is not among them. */
  forecasts: z.array(forecast),
  /** Earlier runs that were considered. */
  learnedFrom: z.number().int(),
});
export type Estimate = z.infer<typeof estimate>;

/** What a move would do, and whether it may. */
export const plan = z.object({
  container: z.string(),
  from: z.string(),
  to: z.string(),
  /** As asked for. What `auto` takes is measured when the move begins. */
  route: askedRoute,
  /** False when a finding is an error. */
  movable: z.boolean(),
  findings: z.array(finding),
  /** What will not be the same on the target; each a sentence. */
  differences: z.array(words),
  /** What would be sent if nothing changed meanwhile, all of it by the source. */
  bytes: bytesByCargo,
  /** What the laptop's store would give instead; of that, the source sends what changed since. Absent where it gives nothing. */
  fromStore: fromStore.optional(),
  /** What becomes of TCP connections that are established at the freeze. */
  connections: z.enum(['none', 'keep', 'close']),
  /** Of the dump that was made for a trial, if one was asked for and CRIU made it. */
  rehearsal: z.object({ pausedMs: z.number(), bytes: z.number() }).optional(),
  /** Absent for a container that does not run, where it could not be made, and in plans of 0.1.0. */
  estimate: estimate.optional(),
});
export type Plan = z.infer<typeof plan>;

export const containerSummary = z.object({
  id: z.string(),
  name: z.string(),
  image: z.string(),
  state: z.string(),
  status: z.string(),
  ports: z.array(z.string()),
});
export type ContainerSummary = z.infer<typeof containerSummary>;

export const runState = z.enum(['running', 'committed', 'rolled-back', 'attention']);
export type RunState = z.infer<typeof runState>;

/** A step's life: `intent` is written before it acts, the rest after. */
export const stepState = z.enum(['intent', 'done', 'failed', 'undone']);
export type StepState = z.infer<typeof stepState>;

export const step = z.object({
  name: z.string(),
  state: stepState,
  startedAt: z.string(),
  ms: z.number().optional(),
  error: errorData.optional(),
});
export type Step = z.infer<typeof step>;

export const runReport = z.object({
  run: z.string(),
  /** Of a restore, the point that is brought back: `from` is where it was taken then. A move has none. */
  restorePoint: z.string().optional(),
  container: z.string(),
  from: z.string(),
  to: z.string(),
  /** How it ended; null while it runs. */
  outcome: runState.exclude(['running']).nullable(),
  /** Which host runs the container now, or null when no journal entry can tell. */
  runningOn: z.string().nullable(),
  startedAt: z.string(),
  freezeMs: z.number().nullable(),
  totalMs: z.number().nullable(),
  /** By the source of a move; of a restore, by the laptop. */
  bytesSent: bytesByCargo,
  /** What the source of a move had not to send, since the laptop had it; absent if nothing. */
  fromStore: fromStore.optional(),
  /** What the plan estimated for the route that was taken. */
  estimate: forecast.optional(),
  rounds: z.array(round),
  compression,
  /** Of a run that is under way, the one in use as far as the journal knows. */
  route: takenRoute,
  /** What else there is to know of the run, each a sentence: why this route was taken, what was left. */
  remarks: z.array(words),
  /** The freeze taken apart: milliseconds by part, in order. Parts that ran in parallel overlap. */
  freezeParts: z.array(z.object({ part: z.string(), ms: z.number() })),
  steps: z.array(step),
  /** Of a run that has not ended: the point that a rescue would start from. Of a rescued one: the one that it did. */
  rescue: rescuePoint.optional(),
  error: errorData.optional(),
});
export type RunReport = z.infer<typeof runReport>;
