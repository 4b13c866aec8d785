/** The hosts that Shiplock knows: to look at, and to remove. */
import { type ReactNode, useEffect, useState } from 'react';
import { Link } from 'wouter';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { frame } from '../../i18n/frame.ts';
import { useSaid } from '../../i18n/language.tsx';
import { settings } from '../../i18n/settings.ts';
import { refreshHosts, useHosts } from '../../state/hosts.ts';
import { whileConnected } from '../../state/station.ts';
import { RemoveHost } from '../../components/remove-host.tsx';

export function HostSettings(): ReactNode {
  const said = useSaid(settings);
  const { loading } = useSaid(frame);
  const { hosts, error } = useHosts();
  const [removing, setRemoving] = useState<string | null>(null);
  useEffect(() => whileConnected(() => void refreshHosts()), []);
  return (
    <>
      {error !== undefined && <ErrorNotice error={error} onAgain={() => void refreshHosts()} />}
      {hosts === undefined && <p role="status">{loading}</p>}
      {hosts?.length === 0 && <p>{said.noHosts}</p>}
      <ul className="settings-list">
        {hosts?.map(({ name, user, address, port }) => (
          <li key={name}>
            <span>
              <Link href={`/hosts/${name}`}>{name}</Link> {user}@{address}:{port}
            </span>
            <button type="button" aria-label={said.removeHost(name)} onClick={() => setRemoving(name)}>
              {said.remove}
            </button>
          </li>
        ))}
      </ul>
      <Link className="button" href="/hosts/add">
        {said.addHost}
      </Link>
      {removing !== null && <RemoveHost host={removing} onClose={() => setRemoving(null)} />}
    </>
  );
}
