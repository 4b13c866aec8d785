/** What can be done with a restore point besides restoring it. */
import { type ReactNode, useState } from 'react';
import type { RestorePointSummary } from '../../../shared/model.ts';
import { useSaid } from '../../i18n/language.tsx';
import { pointActions } from '../../i18n/point-actions.ts';
import { PodmanDialog } from './podman-dialog.tsx';
import { PushDialog } from './push-dialog.tsx';
import { RemoveDialog } from './remove-dialog.tsx';
import { VerifyDialog } from './verify-dialog.tsx';

export interface PointDialogProps {
  readonly point: RestorePointSummary;
  readonly onClose: () => void;
}

const dialogs = { verify: VerifyDialog, push: PushDialog, podman: PodmanDialog, remove: RemoveDialog };
type Action = keyof typeof dialogs;

export function PointActions({ point }: { readonly point: RestorePointSummary }): ReactNode {
  const said = useSaid(pointActions);
  const [open, setOpen] = useState<Action>();
  const Dialog = open === undefined ? undefined : dialogs[open];
  // Podman's archives hold memory.
  const actions: readonly Action[] = ['verify', 'push', ...podmanIfPossible(point), 'remove'];
  return (
    <section className="restore-point-section">
      <h2>{said.title}</h2>
      <div className="actions">
        {actions.map((action) => (
          <button
            key={action}
            type="button"
            className={action === 'remove' ? 'dangerous' : undefined}
            onClick={() => setOpen(action)}
          >
            {said[action]}
          </button>
        ))}
      </div>
      {Dialog !== undefined && <Dialog point={point} onClose={() => setOpen(undefined)} />}
    </section>
  );
}

const podmanIfPossible = ({ kind }: RestorePointSummary): readonly Action[] =>
  kind === 'with-memory' ? ['podman'] : [];
