/** What a move is expected to cost, and what stands against it, as text for people. */
import type { Estimate, Forecast, Plan, Range } from '../../shared/model.ts';
import { formatBytes, formatMs } from '../../shared/units.ts';

export const routeTexts = {
  auto: 'auto; at the beginning of the move the direct one and the relay are measured, and the faster is taken',
  direct: 'direct, from host to host',
  relay: 'relay, through this laptop',
} as const;

/** Nothing where the store gives nothing. */
export function fromStoreText(fromStore: Plan['fromStore']): string {
  if (fromStore === undefined) return '';
  const { image, files, memory, point } = fromStore;
  const parts = [
    ...(image > 0 ? [`image ${formatBytes(image)}`] : []),
    ...(point === undefined
      ? []
      : [`of ${point} files ${formatBytes(files)}, memory ${formatBytes(memory)}`]),
  ];
  return `From this laptop, so that the source sends only what differs: ${parts.join('; ')}.\n`;
}

export function estimateText(estimate: Estimate | undefined): string {
  if (estimate === undefined) return '';
  const { forecasts, learnedFrom } = estimate;
  const basis =
    learnedFrom === 0 ? 'measured now' : `measured now, and corrected by ${learnedFrom} earlier runs`;
  return [
    `Likely (${basis}):\n`,
    ...forecasts.map(({ route, bytesPerSecond, ...figures }) => {
      const rate = `${route}, ${formatBytes(bytesPerSecond)}/s`;
      return `  ${rate}: ${figuresText(figures)}\n`;
    }),
  ].join('');
}

export function figuresText({
  freezeMs,
  totalMs,
  bytes,
}: Pick<Forecast, 'freezeMs' | 'totalMs' | 'bytes'>): string {
  const text = ({ low, likely, high }: Range, format: (value: number) => string): string =>
    `${format(likely)} (${format(low)} to ${format(high)})`;
  return `freeze ${text(freezeMs, formatMs)}, ${text(totalMs, formatMs)} in all, ${text(bytes, formatBytes)} sent`;
}

/** Warnings stop a move until they are accepted. */
export function acceptText({ findings, movable }: Plan): string {
  const warnings = findings.filter(({ severity }) => severity === 'warning');
  if (!movable || warnings.length === 0) return '';
  const ids = [...new Set(warnings.map(({ id }) => `--accept ${id}`))];
  return `To move it nevertheless: ${ids.join(' ')}\n`;
}
