/** What hosts are logged in to with: the agent, key files by their path, passwords. None of it is kept by Shiplock. */
import type { ReactNode } from 'react';
import { useFormat, useSaid } from '../../i18n/language.tsx';
import { settings } from '../../i18n/settings.ts';
import type { Host } from '../../../shared/model.ts';
import { useHosts } from '../../state/hosts.ts';

export function KeySettings(): ReactNode {
  const said = useSaid(settings);
  const { list } = useFormat();
  const hosts = useHosts((state) => state.hosts) ?? [];
  const nameOf = ({ login, key }: Host): string => {
    switch (login) {
      case 'agent':
        return said.agent;
      case 'key':
        return said.keyFile(key ?? '');
      case 'password':
        return said.password;
    }
  };
  const byKey = Map.groupBy(hosts, nameOf);
  if (byKey.size === 0) return <p>{said.noHosts}</p>;
  return (
    <>
      <p>{said.keysMean}</p>
      <ul>
        {[...byKey].map(([name, used]) => (
          <li key={name}>
            {name} – {said.usedBy(list(used.map((host) => host.name)))}
          </li>
        ))}
      </ul>
    </>
  );
}
