/** Of which containers restore points are taken by themselves, and what came of it last. A policy goes with its host. */
import type { SchemaStep } from './schema-step.ts';

export const policies: SchemaStep = {
  version: 5,
  sql: `
CREATE TABLE policies (
  host              TEXT NOT NULL REFERENCES hosts (name) ON DELETE CASCADE,
  container         TEXT NOT NULL,
  every_seconds     INTEGER NOT NULL,
  keep              INTEGER NOT NULL,
  max_load          REAL NOT NULL,
  max_stall_percent REAL NOT NULL,
  max_traffic       REAL NOT NULL,
  set_at            TEXT NOT NULL,
  outcome           TEXT,
  PRIMARY KEY (host, container)
) STRICT;
`,
};
