/** Runs as they are brought from the journal: the newest at first, older ones as they are looked at, each as it stands now. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Output } from '../../../shared/contract.ts';
import { asShiplockError, type ShiplockError } from '../../../shared/errors.ts';
import type { RunState } from '../../../shared/model.ts';
import { oneAtATime } from '../../state/one-at-a-time.ts';
import { station, whileConnected } from '../../state/station.ts';

export type Runs = Output<'runs.list'>;

const pageLength = 100;
/** That the contract gives at once. */
const mostAtOnce = 1000;

interface Listed {
  /** Undefined until they are known; those that fitted before stay until then. */
  readonly runs: Runs | undefined;
  readonly hasMore: boolean;
  readonly error: ShiplockError | undefined;
}

export interface RunList extends Listed {
  /** Brings older ones, if there are any and none are on their way. */
  readonly bringMore: () => void;
  readonly again: () => void;
}

/** What is to be brought next. */
interface Wishes {
  /** As many as are shown, as they stand now. */
  newest: boolean;
  older: boolean;
}

/** `state`, `mentions`: those that fit; empty: all of them. */
export function useRunList(state: RunState | '', mentions: string): RunList {
  const [listed, setListed] = useState<Listed>({ runs: undefined, hasMore: false, error: undefined });
  const wish = useRef((_: keyof Wishes): void => undefined);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const wishes: Wishes = { newest: false, older: false };
    let runs: Runs = [];
    const ask = async (page: { readonly limit: number; readonly before?: string }): Promise<void> => {
      const fitting = { ...(state !== '' && { states: [state] }), ...(mentions !== '' && { mentions }) };
      const brought = await station.call('runs.list', { ...page, ...fitting }, { signal });
      runs = page.before === undefined ? brought : [...runs, ...brought];
      if (!signal.aborted) setListed({ runs, hasMore: brought.length === page.limit, error: undefined });
    };
    const bring = oneAtATime(async () => {
      const { newest, older } = wishes;
      Object.assign(wishes, { newest: false, older: false });
      try {
        if (newest) await ask({ limit: Math.min(wholePages(runs.length), mostAtOnce) });
        const last = runs.at(-1);
        if (older && last !== undefined) await ask({ limit: pageLength, before: last.run });
      } catch (thrown) {
        if (!signal.aborted) setListed((before) => ({ ...before, error: asShiplockError(thrown) }));
      }
    });
    wish.current = (which) => {
      wishes[which] = true;
      bring();
    };
    const leave = whenRunsChange(() => wish.current('newest'));
    return () => {
      leave();
      controller.abort();
    };
  }, [state, mentions]);
  const bringMore = useCallback(() => wish.current('older'), []);
  const again = useCallback(() => wish.current('newest'), []);
  return { ...listed, bringMore, again };
}

/** One at least. */
const wholePages = (count: number): number => Math.max(1, Math.ceil(count / pageLength)) * pageLength;

/** Now, whenever a run stands otherwise, and after each lost connection, until the given function is called. */
function whenRunsChange(act: () => void): () => void {
  let watching = new AbortController();
  const end = whileConnected(() => {
    act();
    watching.abort();
    watching = new AbortController();
    const onEvent = (): void => act();
    // It ends with the connection, and is begun again with the next.
    station.call('runs.watchAll', {}, { signal: watching.signal, onEvent }).catch(() => undefined);
  });
  return () => {
    end();
    watching.abort();
  };
}
