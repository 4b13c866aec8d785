/** What goes on without a window, and how it has ended, in words. */
import { type MethodName, methods } from '../shared/contract.ts';
import { type RunReport, runReport } from '../shared/model.ts';
import { endWords, workWords } from '../shared/shell-words.ts';
import { sentences, type Words } from '../shared/words.ts';
import type { Ended, UnderWay } from './windows.ts';

export function workText({ method, input }: UnderWay): Words {
  switch (method) {
    case 'moves.start': {
      const given = methods[method].input.safeParse(input);
      return given.success ? workWords.move(given.data.container, given.data.from, given.data.to) : method;
    }
    case 'restores.start': {
      const given = methods[method].input.safeParse(input);
      return given.success ? workWords.restore(given.data.point, given.data.to) : method;
    }
    case 'backups.take': {
      const given = methods[method].input.safeParse(input);
      return given.success ? workWords.backup(given.data.container, given.data.from) : method;
    }
    case 'runs.resume':
    case 'runs.rollback':
    case 'runs.rescue': {
      const given = methods[method].input.safeParse(input);
      return given.success ? workWords.run(given.data.run) : method;
    }
    default:
      return method;
  }
}

export interface EndText {
  readonly text: Words;
  /** Where the window shows it, as `/runs/r1`. */
  readonly place: string;
}

export function endText({ method, input, end }: Ended): EndText {
  if ('error' in end) {
    return { text: sentences(endWords.failed, end.error.message), place: placeOf(method, input) };
  }
  if (method === 'backups.take') {
    const { data } = methods[method].output.safeParse(end.output);
    return { text: endWords.done, place: data === undefined ? '/' : `/restore-points/${data.name}` };
  }
  const { data } = runReport.safeParse(end.output);
  return data === undefined
    ? { text: endWords.done, place: '/runs' }
    : { text: runEndText(data), place: `/runs/${data.run}` };
}

function runEndText({ outcome, container, runningOn, error }: RunReport): Words {
  const where = runningOn === null ? undefined : endWords.runsOn(container, runningOn);
  switch (outcome) {
    case 'committed':
      return sentences(endWords.done, where);
    case 'rolled-back':
      return sentences(endWords.takenBack, where, error?.message);
    case 'attention':
      return sentences(endWords.attention, error?.message);
    case null:
      return endWords.goesOn;
  }
}

/** The run that it was about, if it was about one. */
function placeOf(method: MethodName, input: unknown): string {
  if (method !== 'runs.resume' && method !== 'runs.rollback' && method !== 'runs.rescue') return '/runs';
  const { data } = methods['runs.show'].input.safeParse(input);
  return data === undefined ? '/runs' : `/runs/${data.run}`;
}
