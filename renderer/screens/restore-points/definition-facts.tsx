/** How a container was made. Values of its environment, which may be secrets, are hidden until they are asked for. */
import { type ReactNode, useMemo, useState } from 'react';
import { TextBlock } from '../../components/text-block.tsx';
import { useSaid } from '../../i18n/language.tsx';
import { restorePoint } from '../../i18n/restore-point.ts';
import { type DefinitionFacts, factsOf } from './definition.ts';

export function Definition({
  definition,
}: {
  readonly definition: Readonly<Record<string, unknown>>;
}): ReactNode {
  const said = useSaid(restorePoint);
  const facts = useMemo(() => factsOf(definition), [definition]);
  const { command, user, hostname, ports, networks, restartPolicy } = facts;
  const mounts = facts.mounts.map(
    ({ from, to, isReadOnly }) => `${from} → ${to}${isReadOnly ? ` (${said.readOnly})` : ''}`,
  );
  return (
    <section className="restore-point-section">
      <h2>{said.definition}</h2>
      <dl className="restore-point-facts">
        <Fact name={said.command} values={[command]} />
        <Fact name={said.user} values={[user]} />
        <Fact name={said.hostname} values={[hostname]} />
        <Fact name={said.ports} values={ports} />
        <Fact name={said.mounts} values={mounts} />
        <Fact name={said.networks} values={networks} />
        <Fact name={said.restartPolicy} values={[restartPolicy]} />
      </dl>
      <Environment environment={facts.environment} />
      <Whole definition={definition} />
    </section>
  );
}

function Fact({ name, values }: { readonly name: string; readonly values: readonly string[] }): ReactNode {
  const said = useSaid(restorePoint);
  const given = values.filter((value) => value !== '');
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {given.length === 0
          ? said.none
          : given.map((value) => (
              <div key={value}>
                <code>{value}</code>
              </div>
            ))}
      </dd>
    </div>
  );
}

function Environment({ environment }: Pick<DefinitionFacts, 'environment'>): ReactNode {
  const said = useSaid(restorePoint);
  const [isShown, setShown] = useState(false);
  return (
    <>
      <h3>{said.environment}</h3>
      {environment.length === 0 ? (
        <p>{said.none}</p>
      ) : (
        <>
          <ul className="restore-point-environment">
            {environment.map(({ name, value }) => (
              <li key={name}>
                <code>
                  {name}={isShown && value}
                </code>
                {!isShown && <em> {said.hidden}</em>}
              </li>
            ))}
          </ul>
          <button type="button" aria-pressed={isShown} onClick={() => setShown(!isShown)}>
            {isShown ? said.hideValues : said.showValues}
          </button>
        </>
      )}
    </>
  );
}

function Whole({ definition }: { readonly definition: Readonly<Record<string, unknown>> }): ReactNode {
  const said = useSaid(restorePoint);
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{said.wholeDefinition}</summary>
      <p className="hint">{said.maySecret}</p>
      {isOpen && <TextBlock label={said.wholeDefinition} text={JSON.stringify(definition, null, 2)} />}
    </details>
  );
}
