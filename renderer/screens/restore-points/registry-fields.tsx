/** Which registry, who is let in there, and who vouches for it. */
import type { ReactNode } from 'react';
import { Field } from '../../components/field.tsx';
import { FilePlace } from '../../components/save-place.tsx';
import { useSaid } from '../../i18n/language.tsx';
import { registry } from '../../i18n/registry.ts';
import { useRegistryPlace } from '../../state/registry-place.ts';

export function RegistryFields(): ReactNode {
  const said = useSaid(registry);
  const { repository, user, authorities, plainHttp } = useRegistryPlace();
  const change = useRegistryPlace.setState;
  return (
    <>
      <Field
        label={said.repository}
        hint={said.repositoryHint}
        value={repository}
        onValue={(typed) => change({ repository: typed })}
        spellCheck={false}
        autoComplete="off"
        required
      />
      <Field
        label={said.user}
        hint={said.userHint}
        value={user}
        onValue={(typed) => change({ user: typed })}
        spellCheck={false}
        autoComplete="off"
      />
      <details>
        <summary>{said.more}</summary>
        <FilePlace
          label={said.authorities}
          value={authorities}
          onChange={(file) => change({ authorities: file })}
          isNeeded={false}
        />
        <label className="inline">
          <input
            type="checkbox"
            checked={plainHttp}
            onChange={({ target }) => change({ plainHttp: target.checked })}
          />
          {said.plainHttp}
        </label>
        <p className="hint">{said.plainHttpMeans}</p>
      </details>
    </>
  );
}
