/** HOST[:PORT] as people type it: a name, an IPv4 address, an IPv6 address (in brackets if a port follows). */
import { isIPv6 } from 'node:net';

/** Undefined for what is neither: with a user before it, a scheme, or a port that is no number. */
export function parseAddress(text: string): { address: string; port: number } | undefined {
  const bracketed = /^\[([^\]]+)\](?::(\d+))?$/.exec(text);
  if (bracketed) return { address: bracketed[1] ?? '', port: Number(bracketed[2] ?? 22) };
  const withPort = /^([^:]+):(\d+)$/.exec(text);
  const [address, port] = withPort ? [withPort[1] ?? '', Number(withPort[2])] : [text, 22];
  const isAddress = /^[^\s@/:]+$/.test(address) || isIPv6(address);
  return isAddress ? { address, port } : undefined;
}
