/** How a host does: signs that it fails first, whether it answers, and its figures. */
import { type ReactNode, useState } from 'react';
import { asShiplockError, type ShiplockError } from '../../shared/errors.ts';
import type { Severity } from '../../shared/model.ts';
import type { HostHealth, HostSight } from '../../shared/window-methods.ts';
import { hostHealth } from '../i18n/host-health.ts';
import { useFormat, useSaid, useWords } from '../i18n/language.tsx';
import { unlockHost } from '../state/hosts.ts';
import { ErrorNotice } from './error-notice.tsx';
import { Mark } from './mark.tsx';
import { TerminalCommands, Told } from './remedies/told.tsx';
import './host-health.css';

/** One word of it, with its mark. */
export function HostMark({ sight }: { readonly sight: HostSight | undefined }): ReactNode {
  const said = useSaid(hostHealth);
  if (sight === undefined) return <Mark severity="info">{said.looking}</Mark>;
  const marks: Record<HostSight['state'], Severity> = { up: 'ok', unreachable: 'error', locked: 'warning' };
  const fails = (sight.health?.signs.length ?? 0) > 0;
  return (
    <>
      {fails && <Mark severity="error">{said.fails}</Mark>}{' '}
      <Mark severity={marks[sight.state]}>
        {sight.error?.code === 'host-key' ? said.otherKey : said[sight.state]}
      </Mark>{' '}
      {sight.state === 'up' && sight.error !== undefined && <Mark severity="error">{said.silent}</Mark>}
    </>
  );
}

/** The rest: why it does not answer, what it needs, its signs and figures. */
export function HostCondition({ sight }: { readonly sight: HostSight }): ReactNode {
  const said = useSaid(hostHealth);
  const words = useWords();
  const { host, state, error, health } = sight;
  return (
    <>
      {health !== undefined && health.signs.length > 0 && (
        <div className="notice notice-error">
          <p className="notice-title">{said.signs}</p>
          <ul>
            {health.signs.map((sign) => (
              <li key={words(sign)}>{words(sign)}</li>
            ))}
          </ul>
        </div>
      )}
      {state === 'locked' && <Locked host={host} />}
      {state !== 'locked' && error !== undefined && (
        // Another key may be an attack: that is not to be overlooked.
        <div className={error.code === 'host-key' ? 'notice notice-error' : undefined}>
          <p>{words(error.message)}</p>
          {error.remedy !== undefined && (
            <p>
              <Told words={error.remedy} />
            </p>
          )}
          <TerminalCommands words={[error.remedy]} />
        </div>
      )}
      {health !== undefined && state === 'up' && <HostFigures health={health} />}
    </>
  );
}

function Locked({ host }: { readonly host: string }): ReactNode {
  const said = useSaid(hostHealth);
  const [isUnlocking, setUnlocking] = useState(false);
  const [error, setError] = useState<ShiplockError>();
  const unlock = (): void => {
    setUnlocking(true);
    setError(undefined);
    unlockHost(host)
      .catch((thrown: unknown) => setError(asShiplockError(thrown)))
      .finally(() => setUnlocking(false));
  };
  return (
    <>
      <p>{said.lockedMeans}</p>
      {error !== undefined && <ErrorNotice error={error} />}
      <button type="button" onClick={unlock} disabled={isUnlocking}>
        {isUnlocking ? said.unlocking : said.unlock}
      </button>
    </>
  );
}

export function HostFigures({ health }: { readonly health: HostHealth }): ReactNode {
  const said = useSaid(hostHealth);
  const { bytes, number, duration } = useFormat();
  const { processors, load, memory, disk, uptimeSeconds } = health;
  return (
    <ul className="host-figures">
      <li>{said.load(number(load), processors)}</li>
      {memory !== undefined && <li>{said.memory(bytes(memory.freeBytes), bytes(memory.totalBytes))}</li>}
      {disk !== undefined && <li>{said.disk(bytes(disk.freeBytes), bytes(disk.totalBytes))}</li>}
      {uptimeSeconds !== undefined && <li>{said.uptime(duration(uptimeSeconds * 1000))}</li>}
    </ul>
  );
}
