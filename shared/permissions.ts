/** Permissions of a file for people. */

/** As `ls -l` has them, without the kind: rw-r--r--. */
export function formatPermissions(mode: number): string {
  const letters = [...'rwxrwxrwx'].map((letter, index) => ((mode >> (8 - index)) & 1 ? letter : '-'));
  for (const [bit, at, runs, not] of special) if (mode & bit) letters[at] = letters[at] === 'x' ? runs : not;
  return letters.join('');
}

/** Set user, set group, sticky: where each shows, with the right to run it and without. */
const special = [
  [0o4000, 2, 's', 'S'],
  [0o2000, 5, 's', 'S'],
  [0o1000, 8, 't', 'T'],
] as const;
