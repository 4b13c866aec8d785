/** Published ports as people say them: `7000/tcp` for what Docker calls `0.0.0.0:7000->7000/tcp` and, once more, `:::7000->7000/tcp`. */

/** Of each port once; an address is named where the port is not open on all of them. */
export function portsInBrief(ports: readonly string[]): string[] {
  return [...new Set(ports.map(inBrief))];
}

function inBrief(port: string): string {
  const found = /^(?<address>.*):(?<published>\d+)->(?<inside>\d+)\/(?<protocol>\w+)$/.exec(port)?.groups;
  if (found === undefined) return port;
  const { address = '', published, inside, protocol } = found;
  const isOpenOnAll = ['', '0.0.0.0', '::', '[::]'].includes(address);
  const outside = isOpenOnAll ? published : `${address}:${published}`;
  return published === inside ? `${outside}/${protocol}` : `${outside} → ${inside}/${protocol}`;
}
