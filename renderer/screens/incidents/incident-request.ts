/** Of what an incident log is to be, as it is chosen, and as the station takes it. */
import type { Input } from '../../../shared/contract.ts';
import type { Language } from '../../../shared/words.ts';

export type Scope = 'run' | 'day' | 'time' | 'all';

export interface IncidentWish {
  readonly scope: Scope;
  readonly run: string;
  /** As a field for a local time has it: 2026-01-31T08:00. */
  readonly since: string;
  readonly language: Language;
  readonly askHosts: boolean;
}

const dayMs = 86_400_000;

export function exportRequest(wish: IncidentWish, out: string, now: Date): Input<'incidents.export'> {
  const { language, askHosts } = wish;
  return { out, language, askHosts, ...scopeOf(wish, now) };
}

function scopeOf({ scope, run, since }: IncidentWish, now: Date): { run?: string; since?: string } {
  switch (scope) {
    case 'run':
      return { run };
    case 'day':
      return { since: new Date(now.getTime() - dayMs).toISOString() };
    case 'time':
      return { since: new Date(since).toISOString() };
    case 'all':
      return {};
  }
}

/** Whether all that it takes was chosen. */
export const isComplete = ({ scope, run, since }: IncidentWish): boolean =>
  (scope !== 'run' || run !== '') && (scope !== 'time' || !Number.isNaN(Date.parse(since)));

/** By the laptop's clock, so that no two are the same: shiplock-incident-20260131-080000.zip */
export function incidentFileName(now: Date): string {
  const two = (figure: number): string => String(figure).padStart(2, '0');
  const day = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  return `shiplock-incident-${day}-${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}.zip`;
}
