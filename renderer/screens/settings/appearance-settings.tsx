/** Language and theme; each is changed at once. */
import { type ReactNode, useState } from 'react';
import { asShiplockError, type ShiplockError } from '../../../shared/errors.ts';
import type { Settings } from '../../../shared/window-methods.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { useSaid } from '../../i18n/language.tsx';
import { settings as texts } from '../../i18n/settings.ts';
import { changeSettings, useSettings } from '../../state/settings.ts';

export function AppearanceSettings(): ReactNode {
  const said = useSaid(texts);
  const { language, theme } = useSettings();
  const [error, setError] = useState<ShiplockError>();
  const change = (changed: Partial<Settings>): void => {
    setError(undefined);
    changeSettings(changed).catch((thrown: unknown) => setError(asShiplockError(thrown)));
  };
  return (
    <>
      {error !== undefined && <ErrorNotice error={error} />}
      {/* Each language is named in itself, so that whoever reads only one finds it. */}
      <Choice
        name={said.language}
        chosen={language}
        choices={[
          ['system', said.asSystem],
          ['en', 'English'],
          ['zh', '中文'],
        ]}
        onChoose={(chosen) => change({ language: chosen })}
      />
      <Choice
        name={said.theme}
        chosen={theme}
        choices={[
          ['system', said.asSystem],
          ['light', said.light],
          ['dark', said.dark],
        ]}
        onChoose={(chosen) => change({ theme: chosen })}
      />
    </>
  );
}

interface ChoiceProps<Value extends string> {
  readonly name: string;
  readonly chosen: Value;
  readonly choices: readonly (readonly [Value, string])[];
  readonly onChoose: (value: Value) => void;
}

function Choice<Value extends string>({ name, chosen, choices, onChoose }: ChoiceProps<Value>): ReactNode {
  return (
    <fieldset>
      <legend>{name}</legend>
      <div className="settings-choices">
        {choices.map(([value, label]) => (
          <label key={value} className="inline">
            <input type="radio" name={name} checked={value === chosen} onChange={() => onChoose(value)} />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
