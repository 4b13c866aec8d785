/** Removes a restore point for good, once the name of its container was typed. */
import { type FormEvent, type ReactNode, useState } from 'react';
import { useDoing } from '../../components/doing.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Modal } from '../../components/modal.tsx';
import { useFormat, useSaid } from '../../i18n/language.tsx';
import { pointActions } from '../../i18n/point-actions.ts';
import { goTo } from '../../state/place.ts';
import { DialogButtons } from './dialog-buttons.tsx';
import type { PointDialogProps } from './point-actions.tsx';

export function RemoveDialog({ point, onClose }: PointDialogProps): ReactNode {
  const said = useSaid(pointActions);
  const format = useFormat();
  const { name, container, at } = point;
  const [typed, setTyped] = useState('');
  const { begin, isUnderWay, error } = useDoing('backups.remove', { goesOn: true });
  const isAgreed = typed === container;
  const remove = async (): Promise<void> => {
    if (isAgreed && (await begin({ point: name })) !== undefined) goTo('/restore-points', { replace: true });
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void remove();
  };
  return (
    <Modal title={said.removeTitle(name)} onClose={onClose}>
      {error !== undefined && <ErrorNotice error={error} />}
      <p>{said.removeMeans(name, container, format.dateTime(at))}</p>
      <form onSubmit={submit}>
        <label>
          {said.typeName(container)}
          <input
            value={typed}
            autoComplete="off"
            spellCheck={false}
            onChange={({ target }) => setTyped(target.value)}
          />
        </label>
        <DialogButtons onClose={onClose} act={said.removeNow} isDangerous mayAct={isAgreed && !isUnderWay} />
      </form>
    </Modal>
  );
}
