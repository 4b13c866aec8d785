/** Paths in a restore point, from the container's root on. */

export const nameIn = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The folders on the way, the root first, and the path itself last. */
export function wayTo(path: string): { readonly name: string; readonly path: string }[] {
  const names = path.split('/').filter((name) => name !== '');
  return ['', ...names].map((name, at) => ({ name, path: `/${names.slice(0, at).join('/')}` }));
}

/** Where a link leads that lies there. */
export function targetOf(link: string, target: string): string {
  const way = target.startsWith('/') ? [] : link.split('/').slice(0, -1);
  const names: string[] = [];
  for (const name of [...way, ...target.split('/')]) {
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  return `/${names.join('/')}`;
}
