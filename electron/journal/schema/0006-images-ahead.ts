/** Images that are stored ahead of a move: of which hosts, which containers have had them, and where they were sent to. */
import type { SchemaStep } from './schema-step.ts';

export const imagesAhead: SchemaStep = {
  version: 6,
  sql: `
CREATE TABLE images_ahead (
  host    TEXT PRIMARY KEY REFERENCES hosts (name) ON DELETE CASCADE,
  standby TEXT REFERENCES hosts (name) ON DELETE SET NULL
) STRICT;

-- An image is known by the digest of its configuration.
CREATE TABLE container_images (
  host      TEXT NOT NULL REFERENCES hosts (name) ON DELETE CASCADE,
  container TEXT NOT NULL,
  image     TEXT NOT NULL,
  name      TEXT NOT NULL,
  seen_at   TEXT NOT NULL,
  PRIMARY KEY (host, container, image)
) STRICT;

CREATE TABLE sent_images (
  source   TEXT NOT NULL REFERENCES hosts (name) ON DELETE CASCADE,
  standby  TEXT NOT NULL REFERENCES hosts (name) ON DELETE CASCADE,
  image    TEXT NOT NULL,
  name     TEXT NOT NULL,
  manifest TEXT NOT NULL,
  PRIMARY KEY (source, standby, image)
) STRICT;
`,
};
