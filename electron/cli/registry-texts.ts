/** Restore points in a registry as text for people. */
import type { Output } from '../../shared/contract.ts';
import { printable } from '../../shared/printable.ts';
import { formatBytes } from '../../shared/units.ts';

export function pushedText({ repository, tag, sentBytes }: Output<'registry.push'>): string {
  const sent = sentBytes === 0 ? 'All of it was there' : `${formatBytes(sentBytes)} were sent`;
  return `${sent}. To have it back: shiplock pull ${repository}:${tag}\n`;
}

export function pushedPointsText(points: Output<'registry.list'>): string {
  if (points.length === 0) return 'No restore points there.\n';
  return points
    .map(({ tag, container, host, at, kind, size, comment }) => {
      const holds = kind === 'with-memory' ? 'memory and files' : 'files';
      const words = [tag, container, host, at, holds, formatBytes(size), comment ?? ''];
      return `${words.map(printable).join('  ').trimEnd()}\n`;
    })
    .join('');
}

export function pulledText({ name, container, host, at, fetchedBytes }: Output<'registry.pull'>): string {
  const what = `${printable(container)} on ${printable(host)}, ${at}`;
  return `${name} is here: ${what}; ${formatBytes(fetchedBytes)} were fetched.\nTo have it run: shiplock restore ${name} --to HOST\n`;
}
