/** Test hosts as Shiplock knows them, and the errors it has for them. */
import { expect } from 'vitest';
import { ShiplockError } from '../../shared/errors.ts';
import type { Host } from '../../shared/model.ts';
import { until } from '../edge/condition.ts';
import type { EdgeHost } from '../edge/host.ts';

/** Reached as root, with the fleet's key. */
export function hostOf(edge: EdgeHost, more: Partial<Host> = {}): Host {
  return {
    name: edge.name,
    address: edge.address,
    port: 22,
    user: 'root',
    login: 'key',
    key: edge.privateKeyPath,
    sudo: false,
    hostKey: edge.hostKeyFingerprint,
    ...more,
  };
}

/** The error that a promise rejects with, which must be one for people. */
export async function failureOf(promise: Promise<unknown>): Promise<ShiplockError> {
  const thrown = await promise.then(
    () => new Error('it did not fail'),
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(ShiplockError);
  return thrown as ShiplockError;
}

/** Replaces the host's additions to sshd's configuration, and waits until they hold. Those logged in stay. */
export async function configureSshd(host: EdgeHost, text: string): Promise<void> {
  await host.writeFile('/etc/ssh/sshd_config.d/test.conf', text);
  // sshd writes its number again once it listens anew.
  await host.shell('sshd -t; pid=$(cat /run/sshd.pid); rm /run/sshd.pid; kill -HUP "$pid"');
  await until('sshd has read its configuration', async () => {
    return (await host.run(['test', '-s', '/run/sshd.pid'])).status === 0;
  });
}
