/** Where on the laptop something is saved, or read from: typed, or chosen where the desktop has a dialog for that. */
import type { ReactNode } from 'react';
import { places } from '../i18n/places.ts';
import { useSaid } from '../i18n/language.tsx';
import { desktop } from '../state/port.ts';
import './save-place.css';

interface PlaceProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (place: string) => void;
  readonly hint?: string | undefined;
  /** Default: it is. */
  readonly isNeeded?: boolean;
}

export const SavePlace = (props: PlaceProps): ReactNode => (
  <PlaceField {...props} choose={desktop && ((bridge) => bridge.chooseSaveFile(props.value))} />
);

export const FilePlace = (props: PlaceProps): ReactNode => (
  <PlaceField {...props} choose={desktop && ((bridge) => bridge.chooseFile())} />
);

type Bridge = NonNullable<typeof desktop>;

interface PlaceFieldProps extends PlaceProps {
  readonly choose: ((bridge: Bridge) => Promise<string | undefined>) | undefined;
}

function PlaceField({ label, value, onChange, hint, isNeeded = true, choose }: PlaceFieldProps): ReactNode {
  const said = useSaid(places);
  const ask = async (): Promise<void> => {
    const chosen = desktop && (await choose?.(desktop));
    if (chosen !== undefined) onChange(chosen);
  };
  return (
    <>
      <div className="save-place">
        <label>
          {label}
          <input
            value={value}
            spellCheck={false}
            required={isNeeded}
            onChange={(event) => onChange(event.target.value)}
          />
        </label>
        {choose !== undefined && (
          <button type="button" onClick={() => void ask()}>
            {said.choose} <span className="visually-hidden">{label}</span>
          </button>
        )}
      </div>
      {hint !== undefined && <p className="hint">{hint}</p>}
    </>
  );
}
