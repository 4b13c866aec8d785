/**
 * The one JSON text of a value, as RFC 8785 has it: no white space, members sorted by UTF-16 code units. Members that
 * are `undefined` are left out, as JSON.stringify does; `undefined` elsewhere is `null`.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) {
    const text: string | undefined = JSON.stringify(value);
    return text ?? 'null';
  }
  if ('toJSON' in value && typeof value.toJSON === 'function') return canonicalJson(value.toJSON());
  if (Array.isArray(value)) return `[${Array.from<unknown, string>(value, canonicalJson).join(',')}]`;
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}
