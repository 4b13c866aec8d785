/** What of a restore point is shown, as the place in the window says it: `?tab=files&path=/data`. */

export const parts = ['overview', 'files', 'processes', 'compare'] as const;
export type Part = (typeof parts)[number];

export type FilesView = 'container' | 'rw-layer';

export interface FilesPlace {
  readonly path: string;
  readonly view: FilesView;
  /** A part of the names that are searched for below the path. */
  readonly search: string;
}

export interface PointPlace extends FilesPlace {
  readonly part: Part;
}

export function pointPlaceOf(query: string): PointPlace {
  const given = new URLSearchParams(query);
  return {
    part: parts.find((part) => part === given.get('tab')) ?? 'overview',
    path: given.get('path') ?? '/',
    view: given.get('view') === 'rw-layer' ? 'rw-layer' : 'container',
    search: given.get('search') ?? '',
  };
}

/** What is as usual is left out. */
export function addressOf(point: string, { part, path, view, search }: Partial<PointPlace>): string {
  const query = new URLSearchParams();
  if (part !== undefined && part !== 'overview') query.set('tab', part);
  if (part === 'files') {
    if (path !== undefined && path !== '/') query.set('path', path);
    if (view === 'rw-layer') query.set('view', view);
    if (search !== undefined && search !== '') query.set('search', search);
  }
  const text = query.toString();
  return `/restore-points/${point}${text === '' ? '' : `?${text}`}`;
}
