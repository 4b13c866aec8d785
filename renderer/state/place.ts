/** Where one is in the window, kept in the page's address after the `#`, with its query: `#/restore-points/rp1?tab=files`. */
import { useSyncExternalStore } from 'react';

interface Going {
  readonly replace?: boolean;
}

/** The path without its query, for a router. */
export const usePlace = (): [string, typeof goTo] => [useSyncExternalStore(subscribe, path), goTo];
usePlace.hrefs = (place: string): string => `#${place}`;

/** The query of the place, without its question mark. */
export const usePlaceQuery = (): string => useSyncExternalStore(subscribe, query);

export function goTo(place: string, { replace = false }: Going = {}): void {
  const address = `#${place}`;
  if (replace) history.replaceState(null, '', address);
  else history.pushState(null, '', address);
  dispatchEvent(new HashChangeEvent('hashchange'));
}

function subscribe(changed: () => void): () => void {
  addEventListener('hashchange', changed);
  addEventListener('popstate', changed);
  return () => {
    removeEventListener('hashchange', changed);
    removeEventListener('popstate', changed);
  };
}

const place = (): string => location.hash.replace(/^#?\/?/, '/');
const path = (): string => place().replace(/\?.*$/s, '');
const query = (): string => /\?(.*)$/s.exec(place())?.[1] ?? '';
