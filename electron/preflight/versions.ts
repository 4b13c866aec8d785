/** Version numbers as tools print them, compared part by part. */

/** True if `version` is at least `least`; an unknown version is not. */
export function isAtLeast(version: string | undefined, least: string): boolean {
  if (version === undefined) return false;
  const have = parts(version);
  const want = parts(least);
  for (const [index, part] of want.entries()) {
    const other = have[index] ?? 0;
    if (other !== part) return other > part;
  }
  return true;
}

const parts = (version: string): number[] =>
  (/^\d+(?:\.\d+)*/.exec(version)?.[0] ?? '0').split('.').map(Number);
