/** Hosts, runs, and the history that can only grow. */
import type { SchemaStep } from './schema-step.ts';

export const hostsRunsHistory: SchemaStep = {
  version: 1,
  sql: `
CREATE TABLE hosts (
  name     TEXT PRIMARY KEY,
  address  TEXT NOT NULL,
  port     INTEGER NOT NULL,
  user     TEXT NOT NULL,
  key      TEXT,
  sudo     INTEGER NOT NULL CHECK (sudo IN (0, 1)),
  jump     TEXT REFERENCES hosts (name) ON DELETE RESTRICT,
  host_key TEXT NOT NULL
) STRICT;

-- A run has an owner exactly while it is running; no number is ever given twice.
CREATE TABLE runs (
  id             INTEGER PRIMARY KEY AUTOINCREMENT,
  container_name TEXT NOT NULL,
  container_id   TEXT NOT NULL,
  source         TEXT NOT NULL,
  target         TEXT NOT NULL,
  state          TEXT NOT NULL CHECK (state IN ('running', 'committed', 'rolled-back', 'attention')),
  plan           TEXT NOT NULL CHECK (json_valid(plan)),
  report         TEXT CHECK (json_valid(report)),
  error          TEXT CHECK (json_valid(error)),
  started_at     TEXT NOT NULL,
  ended_at       TEXT,
  owner_pid      INTEGER,
  owner_started  INTEGER,
  heartbeat_at   TEXT,
  CHECK ((state = 'running') = (owner_pid IS NOT NULL)),
  CHECK ((state = 'running') = (ended_at IS NULL))
) STRICT;

CREATE UNIQUE INDEX one_unfinished_run_of_a_container ON runs (source, container_id)
  WHERE state IN ('running', 'attention');
CREATE UNIQUE INDEX one_unfinished_run_to_a_name ON runs (target, container_name)
  WHERE state IN ('running', 'attention');

-- AUTOINCREMENT remembers the highest number given, so that a missing end can be noticed.
CREATE TABLE history (
  seq      INTEGER PRIMARY KEY AUTOINCREMENT,
  at       TEXT NOT NULL,
  run      TEXT,
  kind     TEXT NOT NULL,
  data     TEXT NOT NULL CHECK (json_valid(data)),
  previous TEXT NOT NULL,
  hash     TEXT NOT NULL
) STRICT;

CREATE INDEX history_of_a_run ON history (run);

CREATE TRIGGER history_refuses_update BEFORE UPDATE ON history
BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;

CREATE TRIGGER history_refuses_delete BEFORE DELETE ON history
BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;

-- INSERT OR REPLACE would get past the two above.
CREATE TRIGGER history_grows_at_its_end BEFORE INSERT ON history
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM history)
BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
`,
};
