/** Docker's two ways of naming a container's volumes in its definition, and other names put in their place. */
import type { InspectAnswer } from './inspect.ts';

/** The same definition with those of its volumes renamed, by the names that they have in it. */
export function withVolumeNames(inspect: InspectAnswer, names: ReadonlyMap<string, string>): InspectAnswer {
  if (names.size === 0) return inspect;
  const { Binds, Mounts } = inspect.HostConfig;
  const HostConfig = {
    ...inspect.HostConfig,
    ...(Binds && { Binds: Binds.map((bind) => renamedBind(bind, names)) }),
    ...(Mounts && {
      Mounts: Mounts.map((mount) =>
        mount.Type === 'volume' ? { ...mount, Source: names.get(mount.Source ?? '') ?? mount.Source } : mount,
      ),
    }),
  };
  return { ...inspect, HostConfig };
}

/** `NAME:DESTINATION[:OPTIONS]`; a folder of the host begins with a slash, and so is never a key here. */
function renamedBind(bind: string, names: ReadonlyMap<string, string>): string {
  const end = bind.indexOf(':');
  const name = names.get(bind.slice(0, end));
  return end > 0 && name !== undefined ? name + bind.slice(end) : bind;
}
