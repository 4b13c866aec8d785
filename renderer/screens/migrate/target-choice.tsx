/**
 * The hosts that a container can go to, each with how it does: a failing box is no place to flee to. Their order stays, whatever is
 * seen of them meanwhile: nothing moves away under a finger.
 */
import { type ReactNode, useEffect, useId } from 'react';
import type { Host } from '../../../shared/model.ts';
import { HostFigures, HostMark } from '../../components/host-health.tsx';
import { migrate } from '../../i18n/migrate.ts';
import { useSaid } from '../../i18n/language.tsx';
import { useHosts, watchHosts } from '../../state/hosts.ts';

interface TargetChoiceProps {
  readonly hosts: readonly Host[];
  readonly chosen: string | undefined;
  readonly onChoose: (host: string) => void;
}

export function TargetChoice({ hosts, chosen, onChoose }: TargetChoiceProps): ReactNode {
  const said = useSaid(migrate);
  useEffect(watchHosts, []);
  const [only, ...more] = hosts;
  useEffect(() => {
    if (chosen === undefined && only !== undefined && more.length === 0) onChoose(only.name);
  }, [chosen, only, more.length, onChoose]);
  return (
    <fieldset>
      <legend>{said.whereTo}</legend>
      {hosts.map((host) => (
        <TargetRow key={host.name} host={host} isChosen={host.name === chosen} onChoose={onChoose} />
      ))}
    </fieldset>
  );
}

interface TargetRowProps {
  readonly host: Host;
  readonly isChosen: boolean;
  readonly onChoose: (host: string) => void;
}

function TargetRow({ host: { name, address }, isChosen, onChoose }: TargetRowProps): ReactNode {
  const id = useId();
  const sight = useHosts(({ sights }) => sights[name]);
  return (
    <div className="wizard-target">
      <label className="inline">
        <input
          type="radio"
          name="target"
          value={name}
          checked={isChosen}
          aria-describedby={id}
          onChange={() => onChoose(name)}
        />
        <span>
          <strong>{name}</strong> {address}
        </span>
        <HostMark sight={sight} />
      </label>
      <div id={id} className="wizard-target-figures">
        {sight?.state === 'up' && sight.health !== undefined && <HostFigures health={sight.health} />}
      </div>
    </div>
  );
}
