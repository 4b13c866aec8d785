/** Something that takes its time: that it goes on, how far it is, and a way to stop it. */
import type { ReactNode } from 'react';
import { frame } from '../i18n/frame.ts';
import { useSaid } from '../i18n/language.tsx';

interface UnderWayProps {
  /** Said once to a screen reader. */
  readonly what: string;
  /** As it goes on; seen only. */
  readonly sofar?: string | undefined;
  readonly share?: number | undefined;
  readonly isStopping: boolean;
  readonly onCancel: () => void;
}

export function UnderWay({ what, sofar, share, isStopping, onCancel }: UnderWayProps): ReactNode {
  const said = useSaid(frame);
  return (
    <>
      <p role="status">{what}</p>
      <progress aria-label={what} value={share} />
      <p aria-hidden="true">{sofar}</p>
      <div className="actions">
        <button type="button" onClick={onCancel} disabled={isStopping}>
          {said.cancel}
        </button>
      </div>
    </>
  );
}
