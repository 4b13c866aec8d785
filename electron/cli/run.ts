/** Runs one method of the contract for a terminal: progress, Ctrl-C, the result, the exit status. */
import { resolve } from 'node:path';
import type { CallOptions, Contract, Input, MethodName, Output } from '../../shared/contract.ts';
import { asShiplockError, cancelledAsAsked, toErrorData } from '../../shared/errors.ts';
import type { AheadRound, CarriedImage } from '../../shared/image-methods.ts';
import type { Language } from '../../shared/words.ts';
import { secretsFrom } from './ask-secret.ts';
import { agreeToFix, type FixToAgree } from './fix-question.ts';
import { defaultHome } from './home.ts';
import { agreeToHostKey, type HostToAgree } from './host-key-question.ts';
import { languageOf } from './language.ts';
import { printError } from './error-text.ts';
import { printOutput, type TerminalMethod } from './print.ts';
import { ProgressDisplay, type Telling } from './progress.ts';
import { agreeToRescue, type RescueToAgree } from './rescue-question.ts';
import { readSecretsFile } from './secrets-file.ts';

export interface GlobalOptions {
  readonly home?: string;
  readonly json?: boolean;
  readonly language?: Language;
  /** The file that secrets are read from. */
  readonly secrets?: string;
}

export interface Request<Name extends TerminalMethod> {
  readonly method: Name;
  readonly input: Input<Name>;
  readonly options: GlobalOptions;
  /** The user must agree to this host's key first; it then fills `hostKey` in the input. */
  readonly agreeToHostKey?: HostToAgree | undefined;
  /** The user must agree to the point that this run is rescued from; it then fills `point` in the input. */
  readonly agreeToRescue?: RescueToAgree | undefined;
  /** The user must agree to what is done about a finding; it then fills `agreed` in the input. */
  readonly agreeToFix?: FixToAgree | undefined;
}

/** As `run` below, for whoever builds commands. */
export type Run = <Name extends TerminalMethod>(request: Request<Name>) => Promise<void>;

/** Sets the exit status and never throws. */
export async function run<Name extends TerminalMethod>(request: Request<Name>): Promise<void> {
  const json = request.options.json === true;
  const language = languageOf(request.options.language, process.env);
  const progress = new ProgressDisplay(process.stderr, { json, language });
  const cancel = cancelOnSignals(progress);
  try {
    // Here and not above, so that `--help` need not wait for it.
    const { Station } = await import('../station.ts');
    const { home = defaultHome(), secrets } = request.options;
    const options: CallOptions = {
      signal: cancel.signal,
      onEvent: (event) => progress.show(event),
      askSecret: secretsFrom({
        file: secrets === undefined ? {} : readSecretsFile(secrets),
        mayAsk: !json,
        signal: cancel.signal,
        beforeAsking: () => progress.end(),
      }),
    };
    using station = new Station(resolve(home));
    const input = await withAgreement(station, request, options, { json, language });
    const output = await station.call(request.method, input, options);
    progress.end();
    if (json) process.stdout.write(`${JSON.stringify(output)}\n`);
    else process.stdout.write(printOutput(request.method, output, language));
    process.exitCode = statusOf(request.method, output);
  } catch (thrown) {
    progress.end();
    const error = asShiplockError(thrown);
    if (json) process.stdout.write(`${JSON.stringify({ error: toErrorData(error) })}\n`);
    else process.stderr.write(printError(toErrorData(error), language));
    process.exitCode = error.exitStatus;
  } finally {
    cancel.stop();
  }
}

async function withAgreement<Name extends TerminalMethod>(
  station: Contract,
  { method, input, agreeToHostKey: host, agreeToRescue: rescue, agreeToFix: fix }: Request<Name>,
  options: CallOptions,
  telling: Telling,
): Promise<Input<Name>> {
  const { json, language } = telling;
  if (host !== undefined) {
    // Nobody compares a key for a host that would be refused for its name.
    await refuseWrongInput(method, input);
    return { ...input, hostKey: await agreeToHostKey(station, host, options, telling) };
  }
  if (rescue !== undefined) return { ...input, point: await agreeToRescue(station, rescue, json, language) };
  if (fix !== undefined) return { ...input, agreed: await agreeToFix(station, fix, options, json) };
  return input;
}

async function refuseWrongInput<Name extends TerminalMethod>(
  method: Name,
  input: Input<Name>,
): Promise<void> {
  const { methods } = await import('../../shared/contract.ts');
  const { inputRefusal } = await import('../input-refusal.ts');
  const { input: schema } = methods[method];
  if (!schema.safeParse(input).success) throw inputRefusal(schema, input);
}

const endsRun: ReadonlySet<MethodName> = new Set([
  'moves.start',
  'restores.start',
  'runs.resume',
  'runs.rollback',
  'runs.rescue',
]);

/** The statuses that README.md promises. */
function statusOf<Name extends MethodName>(method: Name, output: Output<Name>): number {
  if (method === 'hosts.check') {
    const { findings } = output as Output<'hosts.check'>;
    return findings.some(({ severity }) => severity === 'error') ? 1 : 0;
  }
  if (method === 'moves.plan') return (output as Output<'moves.plan'>).movable ? 0 : 1;
  if (method === 'backups.verify')
    return (output as Output<'backups.verify'>).damages.every(({ isRepaired }) => isRepaired) ? 0 : 1;
  if (method === 'policies.watch')
    return (output as Output<'policies.watch'>).some(({ outcome }) => outcome.is === 'failed') ? 1 : 0;
  if (method === 'images.store' || method === 'images.send')
    return allCarried((output as Output<'images.store'>).images) ? 0 : 1;
  if (method === 'images.round') return (output as Output<'images.round'>).every(isWhole) ? 0 : 1;
  if (method === 'incidents.verify') return (output as Output<'incidents.verify'>).isWhole ? 0 : 1;
  if (method === 'fixes.apply') return (output as Output<'fixes.apply'>).left.length === 0 ? 0 : 1;
  if (!endsRun.has(method)) return 0;
  const { outcome, error, runningOn, to } = output as Output<'moves.start'>;
  // The source is out of reach by the nature of the thing.
  if (method === 'runs.rescue' && runningOn === to) return 0;
  if (outcome === 'attention' || outcome === null || error?.code === 'attention') return 3;
  const asWished = method === 'runs.rollback' ? 'rolled-back' : 'committed';
  return outcome === asWished || method === 'runs.resume' ? 0 : 1;
}

const allCarried = (images: readonly CarriedImage[] = []): boolean =>
  images.every(({ is }) => is !== 'failed');

const isWhole = ({ stored, sent, error }: AheadRound): boolean =>
  error === undefined && allCarried(stored?.images) && allCarried(sent?.images);

/** The first Ctrl-C cancels and waits for what was begun to be taken back; the second leaves it to `resume`. */
function cancelOnSignals(progress: ProgressDisplay): { signal: AbortSignal; stop: () => void } {
  const controller = new AbortController();
  const onSignal = (): void => {
    if (controller.signal.aborted) {
      progress.say(
        'Left as it is. `shiplock runs` lists what was interrupted, `shiplock resume RUN` finishes it.',
      );
      process.exit(3);
    }
    progress.say('Cancelling: what was begun is taken back. Once more to leave at once.');
    controller.abort(cancelledAsAsked());
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    signal: controller.signal,
    stop: () => {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}
