/** Restore points that are being taken: what a take that dies leaves on its host is found by it. */
import type { SchemaStep } from './schema-step.ts';

export const takes: SchemaStep = {
  version: 4,
  sql: `
CREATE TABLE takes (
  key            TEXT PRIMARY KEY,
  host           TEXT NOT NULL,
  container_id   TEXT NOT NULL,
  container_name TEXT NOT NULL,
  started_at     TEXT NOT NULL,
  owner_pid      INTEGER,
  owner_started  INTEGER
) STRICT;

CREATE UNIQUE INDEX one_take_of_a_container ON takes (host, container_id);
`,
};
