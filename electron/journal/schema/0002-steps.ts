/** The steps of a run: intent before, outcome after. */
import type { SchemaStep } from './schema-step.ts';

export const steps: SchemaStep = {
  version: 2,
  sql: `
CREATE TABLE steps (
  run        INTEGER NOT NULL REFERENCES runs (id) ON DELETE RESTRICT,
  position   INTEGER NOT NULL,
  name       TEXT NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('intent', 'done', 'failed', 'undone')),
  data       TEXT CHECK (json_valid(data)),
  started_at TEXT NOT NULL,
  ms         REAL,
  error      TEXT CHECK (json_valid(error)),
  PRIMARY KEY (run, position),
  UNIQUE (run, name)
) STRICT;
`,
};
