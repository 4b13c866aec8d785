/** What a registry's refusals mean to whoever reads them. */
import { expect, test } from 'vitest';
import { registryAddress } from '../../../electron/backups/registry/address.ts';
import { refusal } from '../../../electron/backups/registry/refusal.ts';

const address = registryAddress('registry.example/site/gauge');

test.each([
  [401, '', 'login-refused'],
  [403, 'DENIED', 'login-refused'],
  [404, '', 'not-found'],
  [413, '', 'disk-full'],
  [507, '', 'disk-full'],
  [500, '{"errors":[{"detail":"write /var/lib/registry: no space left on device"}]}', 'disk-full'],
  [403, 'DENIED: quota exceeded: 10 GiB', 'disk-full'],
  [429, '', 'busy'],
  [503, '', 'busy'],
  [400, 'MANIFEST_INVALID', 'transfer-failed'],
])('%i with the words "%s" is %s', async (status, words, code) => {
  const error = await refusal(address, 'PUT /v2/', new Response(words, { status }));
  expect(error).toMatchObject({ code, details: expect.stringContaining(`status ${status}`) });
});
