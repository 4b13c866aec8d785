/** CRIU's settings files on a host, which decide over whatever a runtime asks for: the options that matter to a dump. */

export interface CriuSettings {
  /** A deleted file that is in use is carried up to this size. */
  readonly ghostLimitBytes: number;
  /** A file in use that has lost its name but has another one is given a name for the time being. */
  readonly linksRemapped: boolean;
  /** Connections that nobody has accepted yet are left out. */
  readonly skipsUnaccepted: boolean;
}

/** By default: criu(8), --ghost-limit. */
const defaultGhostLimitBytes = 1024 * 1024;

/** `text`: /etc/criu/default.conf and runc.conf, in the order in which CRIU reads them: the last word counts. */
export function readCriuSettings(text: string): CriuSettings {
  const settings = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, name, value = ''] = /^\s*(?:--)?([a-z][\w-]*)[\s=]*([^#]*)/.exec(line) ?? [];
    if (name !== undefined) settings.set(name, value.trim().replace(/^(["'])(.*)\1$/, '$2'));
  }
  return {
    ghostLimitBytes: sizeOf(settings.get('ghost-limit')) ?? defaultGhostLimitBytes,
    linksRemapped: settings.has('link-remap'),
    skipsUnaccepted: settings.has('skip-in-flight') || settings.has('tcp-skip-in-flight'),
  };
}

const factors: Readonly<Record<string, number>> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

function sizeOf(text: string | undefined): number | undefined {
  const [, digits, unit = ''] = /^(\d{1,12})([KMGkmg]?)$/.exec(text ?? '') ?? [];
  return digits === undefined ? undefined : Number(digits) * (factors[unit.toLowerCase()] ?? 1);
}
