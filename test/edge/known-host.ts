/** A test host as Shiplock is told of it. */
import type { Host } from '../../shared/model.ts';
import type { EdgeHost } from './host.ts';

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
