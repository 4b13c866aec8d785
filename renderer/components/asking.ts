/** Something that is asked of the station and shown: under way, there, or failed, and asked again on demand. */
import { useCallback, useEffect, useState } from 'react';
import type { Input, MethodName, Output } from '../../shared/contract.ts';
import { asShiplockError, type ShiplockError } from '../../shared/errors.ts';
import { station, useConnection } from '../state/station.ts';

export interface Answer<Name extends MethodName> {
  readonly output: Output<Name> | undefined;
  readonly error: ShiplockError | undefined;
  readonly isAsking: boolean;
  readonly again: () => void;
}

/**
 * Asks when it is shown, when `input` changes, when the connection is back, and when `again` is called; an answer to what is not
 * asked any more is dropped, and the call cancelled. What was there stays while it is asked for anew.
 */
export function useAnswer<Name extends MethodName>(method: Name, input: Input<Name>): Answer<Name> {
  const asked = JSON.stringify(input);
  const [turn, setTurn] = useState(0);
  const [state, setState] = useState<Omit<Answer<Name>, 'again'>>({
    output: undefined,
    error: undefined,
    isAsking: true,
  });
  const again = useCallback(() => setTurn((before) => before + 1), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` asks again.
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    setState((before) => ({ ...before, isAsking: true }));
    station.call(method, JSON.parse(asked) as Input<Name>, { signal }).then(
      (output) => {
        if (!signal.aborted) setState({ output, error: undefined, isAsking: false });
      },
      (thrown: unknown) => {
        if (!signal.aborted)
          setState((before) => ({ ...before, error: asShiplockError(thrown), isAsking: false }));
      },
    );
    return () => controller.abort();
  }, [method, asked, turn]);
  useEffect(
    () =>
      useConnection.subscribe((now, before) => {
        if (now.isConnected && before.wasConnected && !before.isConnected) again();
      }),
    [again],
  );
  return { ...state, again };
}
