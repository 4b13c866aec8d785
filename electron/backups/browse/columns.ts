/** Several folders side by side, name by name. */
import type { Entry } from '../tree/entry.ts';

export interface Column<Source> {
  readonly name: Buffer;
  /** Those that have the name, in the order of the sources. */
  readonly found: readonly { readonly source: Source; readonly entry: Entry }[];
}

/** All names that any of the folders has, in order. Holds one entry of each. */
export async function* columnsOf<Source>(
  folders: readonly { readonly source: Source; readonly entries: AsyncGenerator<Entry> }[],
): AsyncGenerator<Column<Source>> {
  const heads: ({ source: Source; entry: Entry } | undefined)[] = [];
  const step = async (at: number): Promise<void> => {
    const folder = folders[at];
    const next = await folder?.entries.next();
    heads[at] = folder && next && !next.done ? { source: folder.source, entry: next.value } : undefined;
  };
  try {
    for (const at of folders.keys()) await step(at);
    for (;;) {
      let name: Buffer | undefined;
      for (const head of heads) {
        if (head && (!name || Buffer.compare(head.entry.name, name) < 0)) name = head.entry.name;
      }
      if (!name) return;
      const found: { source: Source; entry: Entry }[] = [];
      for (const [at, head] of heads.entries()) {
        if (!head?.entry.name.equals(name)) continue;
        found.push(head);
        await step(at);
      }
      yield { name, found };
    }
  } finally {
    for (const { entries } of folders) await entries.return(undefined);
  }
}
