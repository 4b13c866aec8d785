/** The buttons at the end of a dialog: the way out first, which has the focus where the act cannot be undone. */
import { type ReactNode, useCallback } from 'react';
import { frame } from '../../i18n/frame.ts';
import { useSaid } from '../../i18n/language.tsx';

interface DialogButtonsProps {
  readonly onClose: () => void;
  /** What submits the form; absent where there is nothing left to do. */
  readonly act?: string;
  readonly isDangerous?: boolean;
  readonly mayAct?: boolean;
}

export function DialogButtons({
  onClose,
  act,
  isDangerous = false,
  mayAct = true,
}: DialogButtonsProps): ReactNode {
  const said = useSaid(frame);
  // A dialog that opens looks for this attribute, which React does not set.
  const wayOut = useCallback(
    (button: HTMLButtonElement | null): void => {
      button?.toggleAttribute('autofocus', isDangerous);
    },
    [isDangerous],
  );
  return (
    <div className="actions">
      <button ref={wayOut} type="button" onClick={onClose}>
        {act === undefined ? said.close : said.cancel}
      </button>
      {act !== undefined && (
        <button type="submit" className={isDangerous ? 'dangerous' : 'primary'} disabled={!mayAct}>
          {act}
        </button>
      )}
    </div>
  );
}
