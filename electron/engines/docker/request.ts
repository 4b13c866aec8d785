/** A request to dockerd: its answer is believed as far as a schema goes, its failure is told to a person. */
import type { z } from 'zod';
import { ShiplockError } from '../../../shared/errors.ts';
import type { BothLanguages } from '../../../shared/words.ts';
import type { Session } from '../../hosts/session.ts';
import { readAnswer } from './answers.ts';

/** Runs a request; failures become `ShiplockError`s that name the host and what was asked of it. */
export async function ask<T>(session: Session, what: BothLanguages, request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    if (error instanceof ShiplockError) throw error;
    session.lost.throwIfAborted();
    const answer = engineAnswer(error);
    const { name } = session.host;
    const text =
      answer === undefined
        ? {
            en: `Docker on ${name} does not answer; it was to ${what.en}.`,
            zh: `${name} 上的 Docker 没有应答：本应${what.zh}。`,
          }
        : { en: `Docker on ${name} refused to ${what.en}.`, zh: `${name} 上的 Docker 拒绝${what.zh}。` };
    const remedy = {
      en: `Check that Docker runs: shiplock hosts check ${name}`,
      zh: `请检查 Docker 是否在运行：shiplock hosts check ${name}`,
    };
    throw new ShiplockError('engine-failed', text, {
      details: answer?.message ?? String(error).slice(0, maxWords),
      remedy: answer ? undefined : remedy,
      cause: error,
    });
  }
}

/** As `ask`, with the answer as the schema has it. */
export async function askFor<Schema extends z.ZodType>(
  session: Session,
  what: BothLanguages,
  schema: Schema,
  request: () => Promise<unknown>,
): Promise<z.output<Schema>> {
  return readAnswer(session.host.name, what, schema, await ask(session, what, request));
}

/** As `ask`, but "no such thing" is undefined. */
export async function askForMaybe<T>(
  session: Session,
  what: BothLanguages,
  request: () => Promise<T>,
): Promise<T | undefined> {
  return unlessAnswered(404, () => ask(session, what, request));
}

/** As `ask`, for what may be so already. */
export async function askUnlessSo(
  session: Session,
  what: BothLanguages,
  request: () => Promise<unknown>,
): Promise<void> {
  await unlessAnswered(304, () => ask(session, what, request));
}

async function unlessAnswered<T>(status: number, asking: () => Promise<T>): Promise<T | undefined> {
  try {
    return await asking();
  } catch (error) {
    if (error instanceof ShiplockError && engineAnswer(error.cause)?.status === status) return undefined;
    throw error;
  }
}

interface EngineAnswer {
  readonly statusCode?: number;
  readonly json?: unknown;
  readonly reason?: string;
}

const maxWords = 4000;

/** The engine's answer to a failed request, or undefined when the failure is not an answer. */
function engineAnswer(error: unknown): { status: number; message: string } | undefined {
  if (!(error instanceof Error)) return undefined;
  const { statusCode, json, reason } = error as EngineAnswer;
  if (statusCode === undefined) return undefined;
  const said = typeof json === 'object' && json !== null && 'message' in json ? json.message : undefined;
  const message = typeof said === 'string' ? said : (reason ?? error.message);
  return { status: statusCode, message: message.slice(0, maxWords) };
}
