/** Where a run can break off, how that comes about, and how the run must end when it is resumed. */
import type { MethodName, Output } from '../../shared/contract.ts';
import type { AskedRoute } from '../../shared/model.ts';
import type { Hosts } from '../integration/moved-gauge.ts';
import type { CallOf } from './station-process.ts';

export interface State {
  readonly name: string;
  /** The run is killed at the very beginning of this step. */
  readonly killedAt: string;
  /** Default: `relay`. Not chosen by the move itself: two moves must leave the same. */
  readonly route?: AskedRoute;
  /** What happens then, after which the run needs attention. */
  readonly after?: (broken: BrokenMove) => Promise<void>;
  /** Takes back what `after` did to the hosts, before the run is resumed. */
  readonly mend?: (hosts: Hosts) => Promise<void>;
  /** `rescued`: committed, and the copy on the source is parked there. */
  readonly ends: 'committed' | 'rolled-back' | 'rescued';
}

/** Of the container `gauge`, from `upper` to `lower`: r1 of its journal. */
export interface BrokenMove extends Hosts {
  /** Asks the Shiplock that was moving it, started again. */
  call<Name extends MethodName>(call: CallOf<Name>): Promise<Output<Name>>;
}

const killed = (killedAt: string, ends: State['ends']): State => ({ name: killedAt, killedAt, ends });

/** Golden journals of older versions go by these names: none is ever given another meaning. */
export const states: readonly State[] = [
  killed('mark', 'committed'),
  killed('workspace', 'committed'),
  killed('route', 'committed'),
  killed('runtime', 'committed'),
  killed('image', 'committed'),
  killed('data', 'committed'),
  killed('create', 'committed'),
  killed('rounds', 'committed'),
  killed('freeze', 'rolled-back'),
  killed('deliver', 'rolled-back'),
  killed('fence', 'rolled-back'),
  killed('resume', 'rolled-back'),
  killed('check', 'committed'),
  killed('commit', 'committed'),
  killed('retire', 'committed'),
  killed('tidy', 'committed'),
  { name: 'deliver-by-direct-route', killedAt: 'deliver', route: 'direct', ends: 'rolled-back' },
  {
    name: 'attention-source-not-retired',
    killedAt: 'retire',
    after: async ({ upper, call }) => {
      await upper.powerLoss();
      // On contact, the run is finished as far as can be.
      await call({ method: 'hosts.check', input: { name: 'lower' } });
    },
    mend: ({ upper }) => upper.boot(),
    ends: 'committed',
  },
  {
    name: 'attention-target-not-cleared',
    killedAt: 'deliver',
    after: async ({ lower, call }) => {
      await lower.powerLoss();
      // On contact, the run is taken back as far as can be.
      await call({ method: 'hosts.check', input: { name: 'upper' } });
    },
    mend: ({ lower }) => lower.boot(),
    ends: 'rolled-back',
  },
  {
    name: 'attention-rescued',
    // All of it has arrived.
    killedAt: 'fence',
    after: async ({ upper, call }) => {
      await upper.powerLoss();
      const { rescue } = await call({ method: 'runs.show', input: { run: 'r1' } });
      await call({ method: 'runs.rescue', input: { run: 'r1', point: rescue?.at ?? 'none' } });
    },
    mend: ({ upper }) => upper.boot(),
    ends: 'rescued',
  },
];

/** Throws for one that is not known. */
export function stateNamed(name: string): State {
  const state = states.find((each) => each.name === name);
  if (state === undefined) throw new Error(`there is no state ${name}`);
  return state;
}
