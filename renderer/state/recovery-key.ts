/** A recovery key that was made just now: shown wherever one is, until somebody has written it down. It is kept nowhere else. */
import { create } from 'zustand';
import { on } from './station.ts';

export const useRecoveryKey = create<{ readonly recoveryKey: string | undefined }>()(() => ({
  recoveryKey: undefined,
}));

export function showRecoveryKey(recoveryKey: string): void {
  useRecoveryKey.setState({ recoveryKey });
}

export function forgetRecoveryKey(): void {
  useRecoveryKey.setState({ recoveryKey: undefined });
}

on('store.made', ({ recoveryKey }) => showRecoveryKey(recoveryKey));
