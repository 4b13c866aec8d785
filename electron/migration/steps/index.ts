/** A move, step by step. A failure before `commit` undoes them in the opposite order; after it there is only forward. */
import type { Step } from '../step.ts';
import { check } from './check.ts';
import { commit } from './commit.ts';
import { create } from './create.ts';
import { data } from './data.ts';
import { deliver } from './deliver.ts';
import { fence } from './fence.ts';
import { freeze } from './freeze.ts';
import { image } from './image.ts';
import { mark } from './mark.ts';
import { resume } from './resume.ts';
import { retire } from './retire.ts';
import { rounds } from './rounds.ts';
import { route } from './route.ts';
import { runtime } from './runtime.ts';
import { tidy } from './tidy.ts';
import { workspace } from './workspace.ts';

export const steps: readonly Step[] = [
  mark,
  workspace,
  route,
  runtime,
  image,
  data,
  create,
  rounds,
  freeze,
  deliver,
  fence,
  resume,
  check,
  commit,
  retire,
  tidy,
];
