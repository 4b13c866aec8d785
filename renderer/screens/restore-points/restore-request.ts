/** What a person asks of a restore, as it is typed, and as the station takes it. */
import type { Input } from '../../../shared/contract.ts';
import type { Finding, Host, RestorePointSummary } from '../../../shared/model.ts';
import type { HostSight } from '../../../shared/window-methods.ts';

export interface RestoreWish {
  readonly to: string;
  readonly isClone: boolean;
  readonly cloneName: string;
  readonly isFilesOnly: boolean;
  readonly isReplacing: boolean;
  /** The warnings that were accepted, by `id`. */
  readonly accepted: readonly string[];
}

type Sights = Readonly<Record<string, Pick<HostSight, 'state'>>>;

/** The host that it was taken on comes first. */
export const hostsToRestoreTo = (hosts: readonly Host[], { host }: RestorePointSummary): string[] =>
  hosts.map(({ name }) => name).toSorted((a, b) => Number(b === host) - Number(a === host));

/** The first that is not known to be out of reach; if all are, the first. */
export const firstChoice = (hosts: readonly string[], sights: Sights): string =>
  hosts.find((host) => sights[host]?.state !== 'unreachable') ?? hosts[0] ?? '';

export const usualWish = ({ name, container, kind }: RestorePointSummary, to: string): RestoreWish => ({
  to,
  isClone: false,
  cloneName: `${container}-${name}`,
  isFilesOnly: kind === 'files-only',
  isReplacing: false,
  accepted: [],
});

export function requestOf(point: RestorePointSummary, wish: RestoreWish): Input<'restores.start'> {
  return {
    point: point.name,
    to: wish.to,
    filesOnly: wish.isFilesOnly,
    // A clone has a place of its own.
    replace: wish.isReplacing && !wish.isClone,
    accept: [...wish.accepted],
    ...(wish.isClone && { name: wish.cloneName }),
  };
}

/** True when nothing is left that stops it: no error, and each warning accepted. */
export const mayGoOn = (findings: readonly Finding[], accepted: readonly string[]): boolean =>
  findings.every(
    ({ severity, id }) => severity !== 'error' && (severity !== 'warning' || accepted.includes(id)),
  );
