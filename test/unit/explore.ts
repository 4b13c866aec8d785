/**
 * Explores every state that a model can reach, breadth first: each exactly once, so that what is never found is never
 * there, and the trace to what is found is a shortest one.
 */
export interface Transition<State, Kind extends string> {
  readonly kind: Kind;
  readonly label: string;
  readonly to: State;
}

export interface Model<State, Kind extends string> {
  readonly initial: readonly State[];
  next(state: State): readonly Transition<State, Kind>[];
  /** Two states are one when their keys are. */
  key(state: State): string;
  /** What is wrong with a state by itself; it ends the exploration. */
  wrong?(state: State): string | undefined;
}

export class Graph<State, Kind extends string> {
  readonly states: State[] = [];
  /** By the number of a state: the numbers of those that follow it, and by what kind of transition. */
  readonly after: { readonly to: number; readonly kind: Kind }[][] = [];
  /** What is wrong with the state that was found last. */
  wrong: string | undefined;
  readonly #cameBy: { readonly from: number; readonly label: string }[] = [];

  add(state: State, from: number, label: string): number {
    this.#cameBy.push({ from, label });
    return this.states.push(state) - 1;
  }

  state(number: number): State {
    const state = this.states[number];
    if (state === undefined) throw new RangeError(`There is no state ${number}.`);
    return state;
  }

  /** The labels of a shortest way to a state. */
  trace(number: number): string[] {
    const labels: string[] = [];
    for (let came = this.#cameBy[number]; came !== undefined; came = this.#cameBy[came.from]) {
      labels.unshift(came.label);
    }
    return labels;
  }

  /** The states from which, by transitions of these kinds only, none that is `wanted` can be reached. */
  cannotReach(wanted: (number: number) => boolean, kinds: readonly Kind[]): number[] {
    const before: number[][] = this.states.map(() => []);
    for (const [from, steps] of this.after.entries()) {
      for (const { to, kind } of steps) if (kinds.includes(kind)) before[to]?.push(from);
    }
    const can = this.states.map((_, number) => wanted(number));
    const open = [...can.keys()].filter((number) => can[number]);
    for (let number = open.pop(); number !== undefined; number = open.pop()) {
      for (const from of before[number] ?? []) {
        if (can[from]) continue;
        can[from] = true;
        open.push(from);
      }
    }
    return [...can.keys()].filter((number) => !can[number]);
  }

  /** How many of these states can be come back to by transitions of these kinds among them: 0, and none goes on for ever. */
  onCycles(among: (state: State) => boolean, kinds: readonly Kind[]): number {
    const isIn = this.states.map(among);
    const isWay = ({ to, kind }: { to: number; kind: Kind }): boolean =>
      isIn[to] === true && kinds.includes(kind);
    const comeFrom = this.states.map(() => 0);
    for (const [from, steps] of this.after.entries()) {
      if (isIn[from]) for (const { to } of steps.filter(isWay)) comeFrom[to] = (comeFrom[to] ?? 0) + 1;
    }
    const open = [...isIn.keys()].filter((number) => isIn[number] && comeFrom[number] === 0);
    let left = isIn.filter(Boolean).length;
    for (let number = open.pop(); number !== undefined; number = open.pop()) {
      left -= 1;
      for (const { to } of (this.after[number] ?? []).filter(isWay)) {
        const more = (comeFrom[to] ?? 0) - 1;
        comeFrom[to] = more;
        if (more === 0) open.push(to);
      }
    }
    return left;
  }
}

/** Throws when there are more than `most` states. Ends early at the first state that is wrong: it is the last one then. */
export function explore<State, Kind extends string>(
  model: Model<State, Kind>,
  most = 2_000_000,
): Graph<State, Kind> {
  const graph = new Graph<State, Kind>();
  const known = new Map<string, number>();
  const meet = (state: State, from: number, label: string): number => {
    const key = model.key(state);
    const old = known.get(key);
    if (old !== undefined) return old;
    if (graph.states.length === most) throw new RangeError(`There are more than ${most} states.`);
    const number = graph.add(state, from, label);
    known.set(key, number);
    graph.wrong ??= model.wrong?.(state);
    return number;
  };
  for (const state of model.initial) meet(state, -1, 'the move begins');
  for (let number = 0; number < graph.states.length; number += 1) {
    if (graph.wrong !== undefined) return graph;
    const steps: { to: number; kind: Kind }[] = [];
    graph.after.push(steps);
    for (const { to, kind, label } of model.next(graph.state(number))) {
      steps.push({ to: meet(to, number, label), kind });
      if (graph.wrong !== undefined) return graph;
    }
  }
  return graph;
}
