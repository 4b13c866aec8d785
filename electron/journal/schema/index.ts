/** Every schema step, in order. A new one is a new file and a new line here. */
import { hostsRunsHistory } from './0001-hosts-runs-history.ts';
import { steps } from './0002-steps.ts';
import { logins } from './0003-logins.ts';
import { takes } from './0004-takes.ts';
import { policies } from './0005-policies.ts';
import { imagesAhead } from './0006-images-ahead.ts';
import type { SchemaStep } from './schema-step.ts';

export const schemaSteps: readonly SchemaStep[] = [
  hostsRunsHistory,
  steps,
  logins,
  takes,
  policies,
  imagesAhead,
];
