/** A restore point that is on this laptop now, and the way to it. */
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { RestorePointSummary } from '../../../shared/model.ts';
import { bringIn } from '../../i18n/bring-in.ts';
import { frame } from '../../i18n/frame.ts';
import { useFormat, useSaid } from '../../i18n/language.tsx';

interface BroughtInProps {
  readonly point: RestorePointSummary;
  readonly onClose: () => void;
  /** What else there is to know of it. */
  readonly children: ReactNode;
}

export function BroughtIn({ point, onClose, children }: BroughtInProps): ReactNode {
  const said = useSaid(bringIn);
  const { close } = useSaid(frame);
  const format = useFormat();
  const { name, container, host, at } = point;
  return (
    <>
      <div role="status">
        <p>✓ {said.isHere(name, container, host, format.dateTime(at))}</p>
        {children}
      </div>
      <div className="actions">
        <button type="button" onClick={onClose}>
          {close}
        </button>
        <Link href={`/restore-points/${name}`} className="button primary">
          {said.openIt(name)}
        </Link>
      </div>
    </>
  );
}
