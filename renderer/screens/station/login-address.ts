/** A host's address as people have it at hand: `root@10.0.0.5:22`, `ssh -p 2222 root@river`, `ssh://root@[fd00::5]:22`. */
export interface LoginAddress {
  readonly address: string;
  readonly user: string | undefined;
  readonly port: number | undefined;
}

/** Takes it apart as far as it goes; what is no more than an address stays one. */
export function parseLoginAddress(text: string): LoginAddress {
  const [first, ...rest] = text.trim().split(/\s+/);
  if (first !== 'ssh') return parseTarget(text.trim());
  const [, optionPort] = / -p *(\d+)/.exec(text) ?? [];
  const words = rest.filter((word, index) => !word.startsWith('-') && rest[index - 1] !== '-p');
  const place = parseTarget(words.find((word) => word.includes('@')) ?? words[0] ?? '');
  return { ...place, port: place.port ?? portOf(optionPort) };
}

function parseTarget(target: string): LoginAddress {
  const bare = target.replace(/^ssh:\/\//, '').replace(/\/$/, '');
  const at = bare.lastIndexOf('@');
  const user = at > 0 ? bare.slice(0, at) : undefined;
  const place = bare.slice(at + 1);
  const [, bracketed, bracketedPort] = /^\[([^\]]+)\](?::(\d+))?$/.exec(place) ?? [];
  if (bracketed !== undefined) return { address: bracketed, user, port: portOf(bracketedPort) };
  // More than one colon is an IPv6 address, which has its port behind brackets only.
  const [, name, port] = /^([^:]*):(\d+)$/.exec(place) ?? [];
  return name === undefined
    ? { address: place, user, port: undefined }
    : { address: name, user, port: portOf(port) };
}

function portOf(text: string | undefined): number | undefined {
  const port = Number(text);
  return Number.isInteger(port) && port >= 1 && port <= 65_535 ? port : undefined;
}
