/** A restore, step by step. A failure before `commit` undoes them in the opposite order; after it there is only forward. */
import type { RestorePlan } from '../restore-plan.ts';
import type { Step } from '../step.ts';
import { check } from './check.ts';
import { commit } from './commit.ts';
import { create } from './create.ts';
import { data } from './data.ts';
import { deliver } from './deliver.ts';
import { exchange } from './exchange.ts';
import { image } from './image.ts';
import { mark } from './mark.ts';
import { park } from './park.ts';
import { resume } from './resume.ts';
import { runtime } from './runtime.ts';
import { tidy } from './tidy.ts';
import { workspace } from './workspace.ts';

const steps: readonly Step[] = [
  mark,
  workspace,
  runtime,
  image,
  data,
  create,
  deliver,
  park,
  exchange,
  resume,
  check,
  commit,
  tidy,
];

/** Those of this restore, in their order. */
export const stepsOf = (plan: RestorePlan): readonly Step[] =>
  steps.filter(({ isNeeded }) => isNeeded === undefined || isNeeded(plan));
