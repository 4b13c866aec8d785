/**
 * Errors cross every border (host, process, window, terminal) as data: a stable code, what happened, what state
 * things are in now, and what to do. `ShiplockError` is that data as an exception; `toErrorData` and
 * `fromErrorData` are the only two places where one becomes the other.
 */

import type { Finding } from './model.ts';
import { type BothLanguages, inBothLanguages, type Words } from './words.ts';

/** Stable: scripts and reports match on these. The value is the exit status of the command line. */
export const errorExitStatus = {
  /** The caller asked for something that cannot be asked: nothing was touched. */
  usage: 2,
  /** A host, container or run of that name is not known. */
  'not-found': 2,
  /** A key the user has not agreed to, or another key than the one agreed to. */
  'host-key': 2,
  /** The plan found something that stops the move; nothing was touched. */
  'preflight-failed': 1,
  /** The host cannot be reached, refused the login, or the link dropped. */
  'host-unreachable': 1,
  'login-refused': 1,
  'sudo-refused': 1,
  'link-lost': 1,
  'timed-out': 1,
  cancelled: 1,
  /** A command on a host ended with a failure. */
  'command-failed': 1,
  'engine-failed': 1,
  'dump-refused': 1,
  'restore-refused': 1,
  'transfer-failed': 1,
  /** The container would be frozen, or was, for longer than the user allows. */
  'freeze-too-long': 1,
  /** The source cannot send to the target directly. */
  'no-direct-route': 1,
  'disk-full': 1,
  /** The source had no word from the laptop for too long and let the frozen container go on. */
  'lease-over': 1,
  incomplete: 1,
  'not-alive': 1,
  busy: 1,
  /** The journal cannot be read or written. */
  journal: 1,
  /** Something in the store of restore points is missing, or is not what it was when it was written. */
  'store-damaged': 1,
  /** The store's key was not given, or another one. */
  'store-locked': 1,
  /** Only a person can decide how to go on; `remedy` says what is needed. */
  attention: 3,
  /** A defect in Shiplock. */
  internal: 1,
} as const;

export type ErrorCode = keyof typeof errorExitStatus;

export interface ErrorData {
  readonly code: ErrorCode;
  /** What happened, as one sentence for a person. Errors in journals of 0.1.0 are in English only. */
  readonly message: Words;
  /** What state things are in now: above all, which host runs the container. */
  readonly state?: Words | undefined;
  /** What to do. */
  readonly remedy?: Words | undefined;
  /** For a report: the command's own words, a log excerpt. */
  readonly details?: string | undefined;
  /** What preflight found that stands against it, for `preflight-failed`. */
  readonly findings?: readonly Finding[] | undefined;
}

/** What it says it says in both languages. Its `message` is the English of `text`, for a stack and for a log. */
export class ShiplockError extends Error {
  override readonly name = 'ShiplockError';
  readonly code: ErrorCode;
  readonly text: BothLanguages;
  readonly state: BothLanguages | undefined;
  readonly remedy: BothLanguages | undefined;
  readonly details: string | undefined;
  readonly findings: readonly Finding[] | undefined;

  constructor(
    code: ErrorCode,
    text: BothLanguages,
    more: Pick<ErrorData, 'details' | 'findings'> & {
      state?: BothLanguages | undefined;
      remedy?: BothLanguages | undefined;
      cause?: unknown;
    } = {},
  ) {
    super(text.en, more.cause === undefined ? undefined : { cause: more.cause });
    this.code = code;
    this.text = text;
    this.state = more.state;
    this.remedy = more.remedy;
    this.details = more.details;
    this.findings = more.findings;
  }

  get exitStatus(): number {
    return errorExitStatus[this.code];
  }
}

/** What a call is aborted with when its user wants it no more. */
export const cancelledAsAsked = (): ShiplockError =>
  new ShiplockError('cancelled', { en: 'Cancelled as asked.', zh: '已按要求取消。' });

/** Any thrown value as data. What is neither a `ShiplockError` nor an abort is a defect and says so, with its stack. */
export function toErrorData(thrown: unknown): ErrorData {
  if (thrown instanceof ShiplockError) {
    const { code, text, state, remedy, details, findings } = thrown;
    return { code, message: text, state, remedy, details, findings };
  }
  // An abort without a reason of its own.
  if (thrown instanceof Error && thrown.name === 'AbortError') return toErrorData(cancelledAsAsked());
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const details = thrown instanceof Error ? thrown.stack : undefined;
  return { code: 'internal', message: { en: message, zh: `Shiplock 内部缺陷：${message}` }, details };
}

/** What is in English only, as of 0.1.0, reads the same in both languages. */
export function fromErrorData({ code, message, state, remedy, ...more }: ErrorData): ShiplockError {
  return new ShiplockError(code, inBothLanguages(message), {
    state: state === undefined ? undefined : inBothLanguages(state),
    remedy: remedy === undefined ? undefined : inBothLanguages(remedy),
    ...more,
  });
}

/** The thrown value as a `ShiplockError`, unchanged if it is one already. */
export function asShiplockError(thrown: unknown): ShiplockError {
  return thrown instanceof ShiplockError ? thrown : fromErrorData(toErrorData(thrown));
}
