/**
 * Takes secrets out of text before it is kept or handed on: those that are known, and what looks like one. Done twice, it does
 * what it does once. Addresses and names of hosts stay. A secret that reads like ordinary words cannot be told from them: the
 * report says so.
 */

export const removed = '[removed]';

/** Each looks at a bounded stretch from where it begins, so that no text takes long. */
const patterns: readonly (readonly [RegExp, string])[] = [
  [/AGE-SECRET-KEY-[A-Z0-9]{1,10}[A-Z0-9-]*/gi, removed],
  [/(authorization\\?["']?\s{0,4}[:=]\s{0,4})[^\r\n]+/gi, `$1${removed}`],
  [/\b(bearer\s{1,4})[\w.~+/=-]{8,}/gi, `$1${removed}`],
  [/\b([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/@]{1,1000}@/gi, `$1${removed}@`],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, removed],
  [/\b(?:gh[pousr]_|github_pat_|glpat-|npm_|xox[abeprs]-|sk-|sk_live_)[\w-]{16,}/g, removed],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, removed],
  // As an engine's command line has them.
  [/(--(?:label|env)[ =])(?!\[removed\])(?:"[^"\n]*"|'[^'\n]*'|\S+)/gi, `$1${removed}`],
  [
    /(--?[\w-]{0,40}(?:password|passwd|passphrase|token|secret|api-?key)[\w-]{0,40}[ =])(?!\[removed\])(?:"[^"\n]*"|'[^'\n]*'|\S+)/gi,
    `$1${removed}`,
  ],
  [
    /((?:password|passwd|passphrase|passcode|pwd|secret|token|credentials?|(?:api|access|private|secret|encryption)[-_ ]?key)[\w-]{0,40}\\?["']?\s{0,4}[:=]\s{0,4})(?!\[removed\])(?:\\?"(?:[^"\\\n]|\\[^"\n])*\\?"|'[^'\n]*'|[^\s"',;&}\]\\]+)/gi,
    `$1${removed}`,
  ],
];
const keyMark = /-----(BEGIN|END) [A-Z0-9 ]{0,40}PRIVATE KEY-----/g;

/** Members that hold what is nobody else's business, whatever their values look like. */
const secretMembers =
  /^(?:password|passphrase|sudopassword|secrets?|token|env|environment|labels|definition|healthcommand|healthcheck|recoverykey|privatekey)$/i;

export class Redactor {
  readonly #known: readonly string[];

  /** `known`: secrets, as they are; they are also found as JSON and addresses of the web write them. */
  constructor(known: readonly string[] = []) {
    const forms = known.flatMap((secret) => [
      secret,
      JSON.stringify(secret).slice(1, -1),
      encodeURIComponent(secret.toWellFormed()),
      Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    ]);
    // The longest first, since one may hold another.
    this.#known = [...new Set(forms)].filter((form) => form !== '').sort((a, b) => b.length - a.length);
  }

  text(text: string): string {
    let clean = text;
    for (const secret of this.#known) clean = clean.replaceAll(secret, removed);
    clean = withoutPrivateKeys(clean);
    for (const [pattern, instead] of patterns) clean = clean.replace(pattern, instead);
    return clean;
  }

  /** As `text`, of all that is in a JSON value. What holds no secret comes back equal. */
  value(value: unknown): unknown {
    if (typeof value === 'string') return this.text(value);
    if (Array.isArray(value)) return value.map((each) => this.value(each));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [
        this.text(name),
        secretMembers.test(name) && member !== null ? removed : this.value(member),
      ]),
    );
  }
}

/** A key may have lost its beginning, or its end: then all from the key before, or up to the end, goes with it. */
function withoutPrivateKeys(text: string): string {
  let clean = '';
  let from = 0;
  let begin: number | undefined;
  for (const { 0: mark, 1: side, index } of text.matchAll(keyMark)) {
    if (side === 'BEGIN') {
      begin ??= index;
      continue;
    }
    clean += text.slice(from, begin ?? from) + removed;
    from = index + mark.length;
    begin = undefined;
  }
  return begin === undefined ? clean + text.slice(from) : clean + text.slice(from, begin) + removed;
}
