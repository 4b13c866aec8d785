/** The state of a process. Sources: CRIU's images/core.proto and images/creds.proto. */
import type { Message } from './message.ts';

export interface Core {
  /** As `uname -m` has it. */
  readonly architecture: string;
  /** At most 15 bytes, as /proc/PID/comm has it. */
  readonly name: string;
  readonly state: 'running' | 'stopped' | 'ended' | 'unknown';
  /** Of one that has ended and that nobody has asked after: as wait(2) has it. */
  readonly exitStatus: number | undefined;
  /** In the container; undefined for one that has ended. */
  readonly user: Identity | undefined;
  readonly group: Identity | undefined;
}

/** Numbers; `effective` is what it may do. */
export interface Identity {
  readonly real: number;
  readonly effective: number;
}

const field = { architecture: 1, task: 3, thread: 5 } as const;
const taskField = { state: 1, exitStatus: 2, name: 6 } as const;
const threadField = { credentials: 10 } as const;
const credentialsField = { user: 1, group: 2, effectiveUser: 3, effectiveGroup: 4 } as const;

const architectures = [
  ...[undefined, 'x86_64', 'armv7l', 'aarch64', 'ppc64le', 's390x'],
  ...['mips64', 'loongarch64', 'riscv64'],
];
/** CRIU's criu/include/pid.h. */
const states: Readonly<Record<number, Core['state']>> = {
  1: 'running',
  2: 'ended',
  3: 'stopped',
  6: 'ended',
};

export function readCore(entry: Message): Core {
  const architecture = entry.number(field.architecture) ?? 0;
  const task = entry.message(field.task);
  const credentials = entry.message(field.thread)?.message(threadField.credentials);
  const state = states[task?.number(taskField.state) ?? 0] ?? 'unknown';
  return {
    architecture: architectures[architecture] ?? `kind ${architecture}`,
    name: task?.text(taskField.name) ?? '',
    state,
    exitStatus: state === 'ended' ? task?.number(taskField.exitStatus) : undefined,
    user: credentials && identity(credentials, credentialsField.user, credentialsField.effectiveUser),
    group: credentials && identity(credentials, credentialsField.group, credentialsField.effectiveGroup),
  };
}

const identity = (credentials: Message, real: number, effective: number): Identity => ({
  real: credentials.number(real) ?? 0,
  effective: credentials.number(effective) ?? 0,
});
