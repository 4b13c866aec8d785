/** Something that the station is told to do by a person: under way, done, or failed; it can be cancelled, and tells how it goes. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Event, Input, MethodName, Output } from '../../shared/contract.ts';
import { asShiplockError, type ShiplockError } from '../../shared/errors.ts';
import { station } from '../state/station.ts';

interface DoingState<Name extends MethodName> {
  readonly isUnderWay: boolean;
  /** It was told to stop, and is taking back what it began. */
  readonly isStopping: boolean;
  /** Of the last time that it was done. */
  readonly output: Output<Name> | undefined;
  readonly error: ShiplockError | undefined;
  /** The last that was told of it. */
  readonly event: Event | undefined;
}

export interface Doing<Name extends MethodName> extends DoingState<Name> {
  /** Gives what came of it; undefined when it failed, or is under way already. Never rejects. */
  readonly begin: (input: Input<Name>) => Promise<Output<Name> | undefined>;
  readonly cancel: () => void;
  /** As if it had never been done. */
  readonly forget: () => void;
}

const notBegun = {
  isUnderWay: false,
  isStopping: false,
  output: undefined,
  error: undefined,
  event: undefined,
} as const;

/** `goesOn`: it is not cancelled when what shows it goes away. */
export function useDoing<Name extends MethodName>(
  method: Name,
  { goesOn = false }: { readonly goesOn?: boolean } = {},
): Doing<Name> {
  const [state, setState] = useState<DoingState<Name>>(notBegun);
  const current = useRef<AbortController>(undefined);
  useEffect(
    () => () => {
      if (!goesOn) current.current?.abort();
      current.current = undefined;
    },
    [goesOn],
  );
  const begin = useCallback(
    async (input: Input<Name>) => {
      if (current.current !== undefined) return undefined;
      const controller = new AbortController();
      current.current = controller;
      const show = (change: (before: DoingState<Name>) => DoingState<Name>): void => {
        if (current.current === controller) setState(change);
      };
      show(() => ({ ...notBegun, isUnderWay: true }));
      try {
        const output = await station.call(method, input, {
          signal: controller.signal,
          onEvent: (event) => show((before) => ({ ...before, event })),
        });
        show(() => ({ ...notBegun, output }));
        return output;
      } catch (thrown) {
        show(() => ({ ...notBegun, error: asShiplockError(thrown) }));
        return undefined;
      } finally {
        if (current.current === controller) current.current = undefined;
      }
    },
    [method],
  );
  const cancel = useCallback(() => {
    current.current?.abort();
    setState((before) => ({ ...before, isStopping: before.isUnderWay }));
  }, []);
  const forget = useCallback(() => setState(notBegun), []);
  return { ...state, begin, cancel, forget };
}
