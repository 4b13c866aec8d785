/** HOST[:PORT] as people type it: a name, an IPv4 address, an IPv6 address (in brackets if a port follows). */

export function parseAddress(text: string): { address: string; port: number } {
  const bracketed = /^\[([^\]]+)\](?::(\d+))?$/.exec(text);
  if (bracketed) return { address: bracketed[1] ?? '', port: Number(bracketed[2] ?? 22) };
  const withPort = /^([^:]+):(\d+)$/.exec(text);
  if (withPort) return { address: withPort[1] ?? '', port: Number(withPort[2]) };
  return { address: text, port: 22 };
}
