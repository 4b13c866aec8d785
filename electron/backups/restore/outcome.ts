/** How a restore that did not go through ended, in words: what happened, how things are, what to do. */
import { asShiplockError, ShiplockError, toErrorData } from '../../../shared/errors.ts';
import type { Restoration } from './restoration.ts';

/** After the way back. */
export function takenBack({ plan }: Restoration, reason: ShiplockError): ShiplockError {
  const again = plan.parked
    .filter(({ isRunning }) => isRunning)
    .map(({ name, host }) => `${host} runs ${name} again, started anew if it had been stopped.`);
  const state = [`Nothing of the restore was left on ${plan.target}.`, ...again].join(' ');
  const { remedy, details, cause } = reason;
  return new ShiplockError(reason.code, reason.message, { state, remedy, details, cause });
}

/** `trouble`: what kept a step from being taken back. */
export function needsAttention(
  restoration: Restoration,
  reason: ShiplockError,
  trouble: ShiplockError,
): ShiplockError {
  const { plan, run } = restoration;
  const waiting = restoration.isOpen('park')
    ? plan.parked.map(({ name, host }) => `${name} on ${host} is stopped, with all its data.`)
    : [];
  const isElsewhere = waiting.length > 0 && plan.parked.every(({ host }) => host !== plan.target);
  const hosts = [plan.target, ...plan.parked.map(({ host }) => host)].filter(isFirst).join(' and ');
  const later = `When ${hosts} can be reached: shiplock resume ${run}`;
  const state = [
    `Something of the restore is left on ${plan.target}.`,
    ...(restoration.isOpen('resume') ? [`It may run ${plan.name}.`] : []),
    ...waiting,
  ];
  return new ShiplockError('attention', `${reason.message} Taking the restore back did not finish.`, {
    state: state.join(' '),
    remedy: isElsewhere
      ? `${later}\nIf ${plan.target} is off and stays off: shiplock rollback ${run} --without-target starts what made way again.`
      : later,
    details: [reason.details ?? '', `${trouble.message} ${trouble.details ?? ''}`].join('\n').trim(),
  });
}

export function targetLeftOut({ plan, run }: Restoration): ShiplockError {
  const again = plan.parked.map(({ host, name }) => `${host} has ${name} again as it was, started anew.`);
  return new ShiplockError('attention', `${plan.target} was left out, as asked.`, {
    state: `${again.join(' ')} What the restore left on ${plan.target} is still there; it must not be started.`,
    remedy: `When ${plan.target} can be reached again: shiplock resume ${run}`,
  });
}

/** After the commit. */
export function notTidied({ plan, run }: Restoration, error: ShiplockError): ShiplockError {
  return new ShiplockError(
    'attention',
    `The restore is done, but tidying up did not finish. ${error.message}`,
    {
      state: `${plan.target} runs ${plan.name}.`,
      remedy: `When every host of it can be reached: shiplock resume ${run}`,
      details: error.details,
    },
  );
}

/**
 * The container has ended since, and its engine does not start it again. Undefined if it runs, or if the target cannot be
 * asked any more.
 */
export async function endedSince({
  target,
  containerId,
  plan,
}: Restoration): Promise<ShiplockError | undefined> {
  const now = await target.engine.container(containerId).catch((thrown: unknown) => {
    if (asShiplockError(thrown).code !== 'link-lost') throw thrown;
  });
  if (now?.state !== 'exited' && now?.state !== 'dead') return undefined;
  const words = `${plan.name} was restored on ${plan.target} and has ended there since, with exit status ${now.exitCode}.`;
  return new ShiplockError('attention', words, {
    state: `${plan.target} does not run ${plan.name}; all its data is there.`,
    remedy: `Start it on ${plan.target}: docker start ${plan.name}`,
  });
}

/** A refusal that leaves the run as it was found. */
export function asBefore({ journal, run, log }: Restoration, words: string, remedy: string): ShiplockError {
  const refusal = new ShiplockError('usage', words, { state: 'Nothing was changed.', remedy });
  const error = journal.runs.get(run).error ?? toErrorData(refusal);
  journal.runs.finish(run, 'attention', { error, report: log.save() });
  return refusal;
}

const isFirst = (host: string, index: number, all: readonly string[]): boolean => all.indexOf(host) === index;
