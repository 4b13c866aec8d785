/** How a host lets one in, and the type of its pinned key. Hosts known before used their key file, or the agent. */
import type { SchemaStep } from './schema-step.ts';

export const logins: SchemaStep = {
  version: 3,
  sql: `
ALTER TABLE hosts ADD COLUMN login TEXT NOT NULL DEFAULT 'agent' CHECK (login IN ('agent', 'key', 'password'));
UPDATE hosts SET login = 'key' WHERE key IS NOT NULL;
ALTER TABLE hosts ADD COLUMN host_key_type TEXT;
`,
};
