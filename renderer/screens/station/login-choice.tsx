/** How to log in to a host that is being added: by key file, password or agent, and what each needs. */
import type { ReactNode } from 'react';
import { Field } from '../../components/field.tsx';
import { hosts as texts } from '../../i18n/hosts.ts';
import { useSaid } from '../../i18n/language.tsx';
import type { Login } from '../../../shared/model.ts';
import { desktop } from '../../state/port.ts';
import type { HostForm } from './host-form.ts';

interface LoginChoiceProps {
  readonly form: HostForm;
  readonly change: (changed: Partial<HostForm>) => void;
  readonly keyProblem: string | undefined;
}

export function LoginChoice({ form, change, keyProblem }: LoginChoiceProps): ReactNode {
  const said = useSaid(texts);
  const names: Record<Login, string> = {
    key: said.withKey,
    password: said.withPassword,
    agent: said.withAgent,
  };
  const chooseKey = async (): Promise<void> => {
    const key = await desktop?.chooseFile();
    if (key !== undefined) change({ key });
  };
  return (
    <fieldset>
      <legend>{said.login}</legend>
      {(Object.keys(names) as Login[]).map((login) => (
        <label key={login} className="inline">
          <input
            type="radio"
            name="login"
            checked={form.login === login}
            onChange={() => change({ login })}
          />
          {names[login]}
        </label>
      ))}
      {form.login === 'key' && (
        <Field
          label={said.key}
          hint={said.keyHint}
          problem={keyProblem}
          name="key"
          autoComplete="off"
          spellCheck={false}
          value={form.key}
          onValue={(key) => change({ key })}
        />
      )}
      {form.login === 'key' && desktop !== undefined && (
        <button type="button" onClick={() => void chooseKey()}>
          {said.chooseKey}
        </button>
      )}
      {form.login === 'password' && <p className="hint">{said.passwordHint}</p>}
      {form.login === 'agent' && <p className="hint">{said.agentHint}</p>}
    </fieldset>
  );
}
