/** What lies where, which restore points there are, and who is using the store. */
export const blobsChunksPointsUses = `
-- 'damaged': not relied on any more, and replaced when it comes in again. 'doomed': pruning is about to remove the file.
CREATE TABLE blobs (
  id     INTEGER PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE,
  size   INTEGER NOT NULL,
  state  TEXT NOT NULL CHECK (state IN ('whole', 'damaged', 'doomed'))
) STRICT;

-- Two takes at the same time may write the same chunk into a pack each.
CREATE TABLE chunks (
  id     BLOB NOT NULL,
  pack   INTEGER NOT NULL REFERENCES blobs (id) ON DELETE CASCADE,
  offset INTEGER NOT NULL,
  length INTEGER NOT NULL,
  PRIMARY KEY (id, pack)
) STRICT, WITHOUT ROWID;
CREATE INDEX chunks_of_a_pack ON chunks (pack);

CREATE TABLE restore_points (
  number    INTEGER PRIMARY KEY,
  manifest  TEXT NOT NULL,
  at        TEXT NOT NULL,
  host      TEXT NOT NULL,
  container TEXT NOT NULL,
  kind      TEXT NOT NULL,
  size      INTEGER NOT NULL,
  added     INTEGER NOT NULL,
  image     TEXT,
  comment   TEXT
) STRICT;

-- Whoever relies on what is in the store: nothing is pruned while its process lives.
CREATE TABLE uses (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  what    TEXT NOT NULL,
  pid     INTEGER NOT NULL,
  started INTEGER
) STRICT;

-- The digest of the index.json that the tables above agree with.
CREATE TABLE agreement (layout TEXT NOT NULL) STRICT;
`;
