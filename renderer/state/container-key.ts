/** By what a container on a host is known in this window: names are its host's own. */
export const containerKey = (host: string, container: string): string => `${host} ${container}`;
