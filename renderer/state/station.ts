/** The window's one connection with the station, and who listens to what it tells. */
import { create } from 'zustand';
import type { Event, EventName, EventPayload } from '../../shared/contract.ts';
import type { SecretRequest } from '../../shared/model.ts';
import { StationClient } from './station-client.ts';

interface ConnectionState {
  readonly isConnected: boolean;
  /** It was once: what was shown may be out of date. */
  readonly wasConnected: boolean;
}

export const useConnection = create<ConnectionState>()(() => ({ isConnected: false, wasConnected: false }));

interface Question {
  readonly ask: number;
  readonly request: SecretRequest;
  /** This laptop can keep it, if the user wishes so. */
  readonly canKeep: boolean;
}

/** Secrets that are being asked for, the oldest first. */
export const useQuestions = create<{ readonly questions: readonly Question[] }>()(() => ({ questions: [] }));

type Listener = (event: Event) => void;
const listeners = new Set<Listener>();
const reconnected = new Set<() => void>();

export const station = new StationClient({
  event: (event) => {
    for (const listener of listeners) listener(event);
  },
  ask: (ask, request, canKeep) => {
    useQuestions.setState(({ questions }) => ({
      questions: [...questions.filter((each) => each.ask !== ask), { ask, request, canKeep }],
    }));
  },
  asked: forget,
  connected: (isConnected) => {
    useConnection.setState(({ wasConnected }) => ({
      isConnected,
      wasConnected: wasConnected || isConnected,
    }));
    if (isConnected) for (const each of reconnected) each();
    else useQuestions.setState({ questions: [] });
  },
});

export function answer(ask: number, secret: string | undefined, keep = false): void {
  station.answer(ask, secret, keep);
  forget(ask);
}

/** Calls `listener` for each event of that name until the given function is called. */
export function on<Name extends EventName>(
  name: Name,
  listener: (event: EventPayload<Name>) => void,
): () => void {
  const each: Listener = (event) => {
    if (event.event === name) listener(event as unknown as EventPayload<Name>);
  };
  listeners.add(each);
  return () => listeners.delete(each);
}

/** Calls it now if there is a connection, and whenever there is one again, until the given function is called. */
export function whileConnected(begin: () => void): () => void {
  reconnected.add(begin);
  if (useConnection.getState().isConnected) begin();
  return () => reconnected.delete(begin);
}

function forget(ask: number): void {
  useQuestions.setState(({ questions }) => ({ questions: questions.filter((each) => each.ask !== ask) }));
}
