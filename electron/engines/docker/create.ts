/** The request by which Docker makes a container like one that was inspected. */
import type { InspectAnswer } from './inspect.ts';

/**
 * What Docker must be asked for to get the same container again: the user's own settings and those that Docker had
 * filled in when it was made. Left to Docker: its identifier, and addresses that nobody asked for. The restart policy
 * is left off: whoever commits the move sets it.
 */
export function toCreateBody(
  inspect: InspectAnswer,
  image: string,
  runtime: string,
  drivers: ReadonlyMap<string, string>,
): Record<string, unknown> {
  const shortId = inspect.Id.slice(0, 12);
  const endpoints = Object.entries(inspect.NetworkSettings.Networks ?? {}).map(([network, point]) => {
    const aliases = (point.Aliases ?? []).filter((alias) => alias !== shortId);
    const keepsMac =
      point.MacAddress !== undefined &&
      (point.MacAddress === inspect.Config.MacAddress || hasOwnMac(drivers.get(network)));
    const settings = {
      IPAMConfig: point.IPAMConfig ?? null,
      Links: point.Links ?? null,
      Aliases: aliases.length > 0 ? aliases : null,
      DriverOpts: point.DriverOpts ?? null,
      ...(point.GwPriority === undefined ? {} : { GwPriority: point.GwPriority }),
      ...(keepsMac ? { MacAddress: point.MacAddress } : {}),
    };
    return [network, settings] as const;
  });
  return {
    ...inspect.Config,
    Image: image,
    HostConfig: {
      ...inspect.HostConfig,
      Runtime: runtime,
      RestartPolicy: { Name: 'no' },
      ContainerIDFile: '',
    },
    NetworkingConfig: { EndpointsConfig: Object.fromEntries(endpoints) },
  };
}

/** On these the outside sees the container's own hardware address, so that it must stay the same. */
function hasOwnMac(driver: string | undefined): boolean {
  return driver === 'macvlan';
}
