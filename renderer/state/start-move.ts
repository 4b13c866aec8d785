/** Begins a move as it was answered for. That goes on wherever one goes in the window meanwhile. */
import { asShiplockError } from '../../shared/errors.ts';
import { station } from './station.ts';
import {
  answer,
  answersOf,
  forgetAnswers,
  keyOf,
  type Moved,
  planRequestOf,
  type Starting,
} from './wizard.ts';

const controllers = new Map<string, AbortController>();

/** Nothing if it is being begun already, or if no target was chosen. */
export function startMove(of: Moved): void {
  const answers = answersOf(of);
  const request = planRequestOf(of, answers);
  if (request === undefined || answers.starting?.isUnderWay === true) return;
  const { rehearse: _, ...move } = request;
  const controller = new AbortController();
  controllers.set(keyOf(of), controller);
  answer(of, { starting: { isUnderWay: true, isStopping: false, run: undefined, error: undefined } });
  const started = station.call(
    'moves.start',
    { ...move, accept: [...answers.accept] },
    {
      signal: controller.signal,
      onEvent: (event) => {
        // The run's own first step: what was left unfinished on these hosts, and is put in order before, was past it.
        if (event.event === 'run.step' && event.step === 'mark' && event.state === 'began')
          tell(of, { run: event.run });
      },
    },
  );
  started.then(
    // Until then the wizard leads to the screen of the run.
    () => forgetAnswers(of),
    (thrown: unknown) => {
      if (answersOf(of).starting?.run !== undefined) return forgetAnswers(of);
      const error = asShiplockError(thrown);
      tell(of, { isUnderWay: false, isStopping: false, error });
      // The plan that was agreed to is not how things are any more.
      if (error.code === 'preflight-failed') answer(of, { planned: undefined });
    },
  );
}

/** Nothing is begun then, or what was is taken back. */
export function stopStarting(of: Moved): void {
  controllers.get(keyOf(of))?.abort();
  tell(of, { isStopping: true });
}

function tell(of: Moved, change: Partial<Starting>): void {
  const { starting } = answersOf(of);
  if (starting !== undefined) answer(of, { starting: { ...starting, ...change } });
}
