/** A store's key under a passphrase: what opens it, and what opening it costs. */
import { readdirSync, readFileSync } from 'node:fs';
import { Encrypter } from 'age-encryption';
import { expect, test, vi } from 'vitest';
import { unwrapWithPassphrase, wrapForPassphrase } from '../../../electron/backups/store/keys/passphrase.ts';
import { newMasterKey } from '../../../electron/backups/store/keys/store-keys.ts';
import { until } from '../../edge/condition.ts';
import { saying } from '../../saying.ts';

// Each try takes about a second.
vi.setConfig({ testTimeout: 60_000 });

const passphrase = 'dam and gauge';

test('a key that is wrapped for a passphrase opens with it, and what that took is no memory of this process', async () => {
  const master = newMasterKey();
  const before = process.resourceUsage().maxRSS;
  const wrapped = await wrapForPassphrase(master, passphrase);
  expect(Buffer.from((await unwrapWithPassphrase(wrapped, passphrase)) ?? [])).toEqual(Buffer.from(master));
  expect(process.resourceUsage().maxRSS - before).toBeLessThan(64 * 1024);
});

test('a key that the age tool has wrapped, with its own work factor, opens as well', async () => {
  const master = newMasterKey();
  const age = new Encrypter();
  age.setPassphrase(passphrase);
  const opened = await unwrapWithPassphrase(await age.encrypt(master), passphrase);
  expect(Buffer.from(opened ?? [])).toEqual(Buffer.from(master));
});

test('what is wrapped for another passphrase, or is no such file, opens as nothing', async () => {
  const wrapped = await wrapForPassphrase(newMasterKey(), passphrase);
  expect(await unwrapWithPassphrase(wrapped, 'dam and lock')).toBeNull();
  expect(await unwrapWithPassphrase(Buffer.from('no age file'), passphrase)).toBeNull();
});

test.skipIf(process.platform !== 'linux')(
  'a process that is ended before it is done is told, with what to do',
  async () => {
    const wrapping = expect(wrapForPassphrase(newMasterKey(), passphrase)).rejects.toMatchObject({
      code: 'store-locked',
      state: saying('Nothing was changed.'),
      remedy: saying(expect.stringContaining('memory')),
    });
    process.kill(await until('it is there', ownPassphraseProcess), 'SIGKILL');
    await wrapping;
  },
);

/** Null as long as there is none. */
function ownPassphraseProcess(): number | null {
  const isOurs = (pid: string): boolean => {
    try {
      const isChild = readFileSync(`/proc/${pid}/status`, 'utf8').includes(`PPid:\t${process.pid}\n`);
      return isChild && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('passphrase-process');
    } catch {
      // It has ended meanwhile.
      return false;
    }
  };
  const pid = readdirSync('/proc').find((name) => /^\d+$/.test(name) && isOurs(name));
  return pid === undefined ? null : Number(pid);
}
