/** Brings a restore point to this laptop that is elsewhere: first, where it is. */
import { type ReactNode, useState } from 'react';
import { Modal } from '../../components/modal.tsx';
import { bringIn } from '../../i18n/bring-in.ts';
import { useSaid } from '../../i18n/language.tsx';
import { DialogButtons } from './dialog-buttons.tsx';
import { ImportDialog } from './import-dialog.tsx';
import { PullDialog } from './pull-dialog.tsx';

export interface BringInProps {
  readonly onClose: () => void;
  /** One was brought in. */
  readonly onDone: () => void;
}

export function BringInDialog(props: BringInProps): ReactNode {
  const said = useSaid(bringIn);
  const [from, setFrom] = useState<'registry' | 'podman'>();
  switch (from) {
    case 'registry':
      return <PullDialog {...props} />;
    case 'podman':
      return <ImportDialog {...props} />;
    case undefined:
      return (
        <Modal title={said.title} onClose={props.onClose}>
          <p>{said.whereIsIt}</p>
          <Choice
            name={said.fromRegistry}
            means={said.fromRegistryMeans}
            onChoose={() => setFrom('registry')}
          />
          <Choice name={said.fromPodman} means={said.fromPodmanMeans} onChoose={() => setFrom('podman')} />
          <DialogButtons onClose={props.onClose} />
        </Modal>
      );
  }
}

interface ChoiceProps {
  readonly name: string;
  readonly means: string;
  readonly onChoose: () => void;
}

const Choice = ({ name, means, onChoose }: ChoiceProps): ReactNode => (
  <div>
    <button type="button" onClick={onChoose}>
      {name}
    </button>
    <p className="hint">{means}</p>
  </div>
);
