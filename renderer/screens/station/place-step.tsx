/** The first step of adding a host: where it is, and how to log in. What is typed stays, whatever comes of it. */
import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { Field } from '../../components/field.tsx';
import { hosts as texts } from '../../i18n/hosts.ts';
import { useSaid } from '../../i18n/language.tsx';
import { useHosts } from '../../state/hosts.ts';
import {
  type HostForm,
  type HostFormField,
  nameOf,
  problemsOf,
  usesSudo,
  withAddressTakenApart,
} from './host-form.ts';
import { LoginChoice } from './login-choice.tsx';

interface PlaceStepProps {
  readonly form: HostForm;
  readonly onChange: (form: HostForm) => void;
  readonly isFetching: boolean;
  /** It has no problems. */
  readonly onDone: (form: HostForm) => void;
}

export function PlaceStep({ form, onChange, isFetching, onDone }: PlaceStepProps): ReactNode {
  const said = useSaid(texts);
  const known = useHosts(({ hosts }) => hosts) ?? [];
  const [wasTried, setTried] = useState(false);
  const element = useRef<HTMLFormElement>(null);
  const problems = problemsOf(
    form,
    known.map(({ name }) => name),
  );
  const problemOf = (field: HostFormField): string | undefined => {
    const problem = wasTried ? problems.get(field) : undefined;
    return problem && said[problem];
  };
  const change = (changed: Partial<HostForm>): void => onChange({ ...form, ...changed });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const whole = withAddressTakenApart(form);
    onChange(whole);
    setTried(true);
    const [wrong] = problemsOf(
      whole,
      known.map(({ name }) => name),
    ).keys();
    if (wrong === undefined) onDone(whole);
    else element.current?.querySelector<HTMLInputElement>(`[name="${wrong}"]`)?.focus();
  };
  return (
    <form ref={element} onSubmit={submit} noValidate>
      <Field
        label={said.address}
        hint={said.addressHint}
        problem={problemOf('address')}
        name="address"
        autoComplete="off"
        spellCheck={false}
        value={form.address}
        onValue={(address) => change({ address })}
        onBlur={() => onChange(withAddressTakenApart(form))}
      />
      <div className="hosts-beside">
        <Field
          label={said.user}
          problem={problemOf('user')}
          name="user"
          autoComplete="off"
          spellCheck={false}
          value={form.user}
          onValue={(user) => change({ user })}
        />
        <Field
          label={said.port}
          problem={problemOf('port')}
          name="port"
          inputMode="numeric"
          value={form.port}
          onValue={(port) => change({ port })}
        />
      </div>
      <Field
        label={said.name}
        hint={said.nameHint}
        problem={problemOf('name')}
        name="name"
        autoComplete="off"
        spellCheck={false}
        value={nameOf(form)}
        onValue={(name) => change({ name })}
      />
      <LoginChoice form={form} change={change} keyProblem={problemOf('key')} />
      <label className="inline">
        <input
          type="checkbox"
          checked={usesSudo(form)}
          onChange={(event) => change({ sudo: event.target.checked })}
        />
        {said.sudo}
      </label>
      {known.length > 0 && (
        <label>
          {said.jump}
          <select value={form.jump} onChange={(event) => change({ jump: event.target.value })}>
            <option value="">{said.directly}</option>
            {known.map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
      )}
      <p role="status">{isFetching && said.fetching}</p>
      <button type="submit" className="primary" disabled={isFetching}>
        {said.goOn}
      </button>
    </form>
  );
}
