/** What the demo says at its end. */
import type { Round, RunReport } from '../../shared/model.ts';
import { formatBytes, formatMs } from '../../shared/units.ts';
import type { Reading } from '../edge/readings.ts';
import { port, type Readings } from './gauge.ts';
import { shiplock } from './shiplock.ts';
import { start } from './window.ts';

export interface Outcome {
  readonly run: RunReport;
  readonly readings: Readings;
  /** What a client heard at dam's published port after the move. */
  readonly heard: { readonly count: number; readonly address: string };
  /** The note in the container's RW layer, read on dam. */
  readonly note: string;
}

export function reportText({ run, readings, heard, note }: Outcome): string {
  const { image, memory, rwLayer, volumes, log } = run.bytesSent;
  const { first, last, longestGapMs, beforeFreeze, afterFreeze } = readings;
  return [
    section('Moved', [
      'its memory, and in it the count; its image layers; its volume of readings',
      `its own files (RW layer): the note ${JSON.stringify(note)}, written on river, was read on dam`,
      `its port: reading ${heard.count} was heard at ${heard.address}:${port}`,
    ]),
    section('Freeze', [
      `${Math.round(run.freezeMs ?? 0)} ms by Shiplock’s clock, from pause on river to alive on dam`,
      `${Math.round(longestGapMs)} ms as the gauge felt it: the longest time between two of its readings`,
    ]),
    section('Rounds', run.rounds.map(roundText)),
    section('Sent', [
      `image ${formatBytes(image)}, memory ${formatBytes(memory)}, RW layer ${formatBytes(rwLayer)}, volumes ${formatBytes(volumes)}, log ${formatBytes(log)}`,
      `in ${formatMs(run.totalMs ?? 0)}, the freeze included`,
    ]),
    section('Proof', [
      `${readingText(beforeFreeze)} was the last one on river`,
      `${readingText(afterFreeze)} was the first one on dam`,
      `${first.count} to ${last.count} are all there, in order: none skipped, none twice; and it goes on counting`,
    ]),
  ].join('\n');
}

/** What the user can do with the demo's hosts; commands are for the project's folder. */
export function whatNextText(run: string): string {
  const edge = 'node_modules/.bin/node test/edge/edge.ts';
  return [
    'The hosts stay up. In this folder you can',
    `   open the window          ${start}`,
    `   see where it runs        ${shiplock} containers dam`,
    `   see each step it took    ${shiplock} show ${run}`,
    `   ask Docker on dam        ${edge} sh dam docker ps`,
    `   watch it count           ${edge} sh dam docker logs --follow --tail 3 gauge`,
    `   move it back             ${shiplock} migrate gauge --from dam --to river`,
    '   take all of it down      build/demo down',
  ].join('\n');
}

function section(title: string, lines: readonly string[]): string {
  return lines.map((line, index) => `   ${(index === 0 ? title : '').padEnd(8)}${line}`).join('\n');
}

function roundText({ kind, ms, pausedMs, bytes }: Round): string {
  const sent = `${roundNames[kind].padEnd(15)}${formatBytes(bytes)} in ${formatMs(ms)}`;
  return kind !== 'final' && pausedMs > 0 ? `${sent}, paused for ${formatMs(pausedMs)} of it` : sent;
}

const roundNames = { files: 'files', memory: 'memory', final: 'in the freeze' } as const;

function readingText({ count, realtimeNs }: Reading): string {
  const time = new Date(Number(realtimeNs / 1_000_000n)).toISOString().slice(11, 23);
  return `reading ${count}, at ${time} UTC,`;
}
