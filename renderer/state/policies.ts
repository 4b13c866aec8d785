/** The policies by which restore points are taken, kept up to date while a screen looks on. */
import { create } from 'zustand';
import type { Input, Output } from '../../shared/contract.ts';
import { asShiplockError } from '../../shared/errors.ts';
import { containerKey } from './container-key.ts';
import { on, station, whileConnected } from './station.ts';

export type Policy = Output<'policies.list'>[number];

/** Undefined until the station has told. */
export const usePolicies = create<{ readonly policies: readonly Policy[] | undefined }>()(() => ({
  policies: undefined,
}));

export const policyOf = (policies: readonly Policy[] | undefined, host: string, container: string) =>
  policies?.find((policy) => containerKey(policy.host, policy.container) === containerKey(host, container));

/** Keeps `usePolicies` up to date until the given function is called. */
export function watchPolicies(): () => void {
  const leaveConnection = whileConnected(() => void refreshPolicies());
  const leaveStates = on('policy.state', () => void refreshPolicies());
  return () => {
    leaveConnection();
    leaveStates();
  };
}

/** Rejects as 'policies.set' does. */
export async function setPolicy(policy: Input<'policies.set'>): Promise<void> {
  await station.call('policies.set', policy);
  await refreshPolicies();
}

/** What was taken by it stays. Rejects as 'policies.end' does. */
export async function endPolicy(host: string, container: string): Promise<void> {
  await station.call('policies.end', { host, container });
  await refreshPolicies();
}

async function refreshPolicies(): Promise<void> {
  try {
    usePolicies.setState({ policies: await station.call('policies.list', {}) });
  } catch (thrown) {
    // The frame tells of a lost connection; what was shown stays.
    if (asShiplockError(thrown).code !== 'link-lost') throw thrown;
  }
}
