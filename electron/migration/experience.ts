/** What earlier runs teach about an estimate: how many times what was estimated they came to. */
import type { Figures, Forecast, Range } from '../../shared/model.ts';

/** A run that was committed, with what its plan estimated for the route it took. */
export interface PastRun {
  readonly from: string;
  readonly to: string;
  readonly container: string;
  readonly estimated: Forecast;
  readonly happened: Figures;
}

export interface Experience {
  /** What to multiply an estimate by. */
  readonly ratios: Readonly<Record<keyof Figures, Range>>;
  readonly runs: number;
}

/** The latest count: hosts and links change. */
const mostRuns = 10;
/** So many that are alike say more than many that are not. */
const enoughAlike = 3;

/** `past`: newest first, of any containers and hosts. */
export function learn(
  past: readonly PastRun[],
  { from, to, container, route }: Pick<PastRun, 'from' | 'to' | 'container'> & Pick<Forecast, 'route'>,
): Experience {
  const onRoute = past.filter(({ estimated }) => estimated.route === route);
  // A move back goes over the same link.
  const alike = onRoute.filter(
    (run) =>
      run.container === container &&
      ((run.from === from && run.to === to) || (run.from === to && run.to === from)),
  );
  const runs = (alike.length >= enoughAlike ? alike : onRoute).slice(0, mostRuns);
  const ratio = (figure: keyof Figures): Range =>
    rangeOf(
      runs.flatMap(({ estimated, happened }) => {
        const [said, was] = [estimated.unlearned[figure], happened[figure]];
        return said > 0 && was > 0 ? [was / said] : [];
      }),
    );
  return {
    ratios: { freezeMs: ratio('freezeMs'), totalMs: ratio('totalMs'), bytes: ratio('bytes') },
    runs: runs.length,
  };
}

/** The fewer there are, the wider: without any a factor of two either way. */
function rangeOf(ratios: readonly number[]): Range {
  const margin = 1 + 1 / (ratios.length + 1);
  const sorted = [...ratios].sort((a, b) => a - b);
  return {
    low: (sorted[0] ?? 1) / margin,
    likely: sorted[Math.floor(sorted.length / 2)] ?? 1,
    high: (sorted.at(-1) ?? 1) * margin,
  };
}
