/** How a host is reached, as it was added. */
import type { ReactNode } from 'react';
import { Fact } from '../../components/fact.tsx';
import { hosts } from '../../i18n/hosts.ts';
import { useFormat, useSaid } from '../../i18n/language.tsx';
import type { Host, Login } from '../../../shared/model.ts';

export function HostFacts({ host }: { readonly host: Host }): ReactNode {
  const said = useSaid(hosts);
  const { list } = useFormat();
  const logins: Record<Login, string> = {
    key: said.withKey,
    password: said.withPassword,
    agent: said.withAgent,
  };
  const { address, port, user, login, key, sudo, jump, hostKey, hostKeyType } = host;
  return (
    <dl className="hosts-facts">
      <Fact name={said.address} value={`${address}:${port}`} />
      <Fact name={said.user} value={user} />
      <Fact name={said.login} value={list([logins[login], ...(key === undefined ? [] : [key])])} />
      <Fact name={said.sudo} value={sudo ? said.yes : said.no} />
      <Fact name={said.jump} value={jump ?? said.directly} />
      <Fact name={said.fingerprint} value={[hostKeyType, hostKey].filter(Boolean).join(' ')} />
    </dl>
  );
}
