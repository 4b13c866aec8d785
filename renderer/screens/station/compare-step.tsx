/** The second step of adding a host: the key that it shows, to be compared with what the box itself says. */
import type { ReactNode } from 'react';
import type { Output } from '../../../shared/contract.ts';
import { hosts } from '../../i18n/hosts.ts';
import { useSaid } from '../../i18n/language.tsx';

interface CompareStepProps {
  readonly address: string;
  readonly hostKey: Output<'hosts.key'>;
  readonly isAdding: boolean;
  readonly onAgree: () => void;
  readonly onBack: () => void;
}

export function CompareStep({ address, hostKey, isAdding, onAgree, onBack }: CompareStepProps): ReactNode {
  const said = useSaid(hosts);
  return (
    <>
      <p>{said.fingerprintOf(address)}</p>
      <dl className="card">
        <div>
          <dt>{said.keyType}</dt>
          <dd className="figure">{hostKey.type}</dd>
        </div>
        <div>
          <dt>{said.fingerprint}</dt>
          <dd className="figure hosts-fingerprint">{hostKey.fingerprint}</dd>
        </div>
      </dl>
      <p>{said.whyCompare}</p>
      <p>{said.howToSee}</p>
      <pre>{`ssh-keygen -l -f ${keyFileOf(hostKey.type)}`}</pre>
      <p role="status">{isAdding && said.adding}</p>
      <div className="actions">
        <button type="button" onClick={onBack} disabled={isAdding}>
          {said.disagree}
        </button>
        <button type="button" className="primary" onClick={onAgree} disabled={isAdding}>
          {said.agree}
        </button>
      </div>
    </>
  );
}

/** Where sshd keeps it unless it was told otherwise. */
function keyFileOf(type: string): string {
  const kind = type.startsWith('ecdsa') ? 'ecdsa' : type.includes('rsa') ? 'rsa' : 'ed25519';
  return `/etc/ssh/ssh_host_${kind}_key.pub`;
}
