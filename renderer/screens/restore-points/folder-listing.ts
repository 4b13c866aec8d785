/** A folder of a restore point as it is brought from the store: a page at first, and more as it is looked at. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { asShiplockError, type ShiplockError } from '../../../shared/errors.ts';
import type { StoredFile } from '../../../shared/model.ts';
import { station } from '../../state/station.ts';
import type { FilesView } from './point-place.ts';
import { nameIn } from './stored-path.ts';

const pageLength = 1000;

interface Listing {
  /** What is at the path; undefined until it is known. */
  readonly at: StoredFile | undefined;
  readonly entries: readonly StoredFile[];
  readonly hasMore: boolean;
  readonly error: ShiplockError | undefined;
}

const nothingYet: Listing = { at: undefined, entries: [], hasMore: false, error: undefined };

export interface FolderListing extends Listing {
  /** Brings the next page, if there is one and it is not on its way. */
  readonly bringMore: () => void;
  readonly again: () => void;
}

export function useFolderListing(point: string, path: string, view: FilesView): FolderListing {
  const [listing, setListing] = useState(nothingYet);
  const [turn, setTurn] = useState(0);
  const bring = useRef<(() => void) | undefined>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` begins anew.
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    let isBringing = false;
    let after: string | undefined;
    let isWhole = false;
    const next = async (): Promise<void> => {
      if (isBringing || isWhole) return;
      isBringing = true;
      try {
        const page = await station.call(
          'backups.browse',
          { point, path, view, limit: pageLength, ...(after !== undefined && { after }) },
          { signal },
        );
        if (signal.aborted) return;
        const last = page.entries.at(-1);
        after = last && nameIn(last.path);
        isWhole = !page.hasMore;
        setListing(({ entries }) => ({
          at: page.at,
          entries: [...entries, ...page.entries],
          hasMore: page.hasMore,
          error: undefined,
        }));
      } catch (thrown) {
        if (!signal.aborted) setListing((before) => ({ ...before, error: asShiplockError(thrown) }));
      } finally {
        isBringing = false;
      }
    };
    setListing(nothingYet);
    bring.current = () => void next();
    bring.current();
    return () => controller.abort();
  }, [point, path, view, turn]);
  const bringMore = useCallback(() => bring.current?.(), []);
  const again = useCallback(() => setTurn((before) => before + 1), []);
  return { ...listing, bringMore, again };
}
