/**
 * What a check is: a pure look at facts that were gathered beforehand. It names the facts it needs, so that it is made as
 * soon as those are there, and reports while others are still being gathered.
 */
import type { Severity } from '../../shared/model.ts';
import type { BothLanguages, Words } from '../../shared/words.ts';

/** What a check says of what it found; `shared/model/findings.ts` has what becomes of it. */
export interface Found {
  /** Stable, for instance `port-taken`. */
  readonly id: string;
  readonly severity: Severity;
  readonly text: BothLanguages;
  readonly measured?: Words | undefined;
  readonly needed?: Words | undefined;
  readonly remedy?: Words | undefined;
  /** The host that it is about, if it is about one. */
  readonly host?: string | undefined;
  /** Where the remedy is safe and needs no decision of the user's. */
  readonly fix?: Fix | undefined;
}

/** Lines of POSIX sh, run as one program that ends at the first failure. They are shown to the user as they are. */
export interface Fix {
  readonly host: string;
  readonly commands: readonly string[];
}

export interface Check<Facts> {
  readonly name: string;
  readonly needs: readonly (keyof Facts)[];
  readonly find: (facts: Facts) => readonly Found[];
}

/** Facts on their way, each a promise of its own. */
export type Gathering<Facts> = { readonly [Key in keyof Facts]: Promise<Facts[Key]> };

/**
 * Makes checks of these facts, each of which sees the facts that it names and no others: it can be made wherever those are
 * known.
 */
export function checksOf<Facts>() {
  return <Key extends keyof Facts>(
    name: string,
    needs: readonly Key[],
    find: (facts: Pick<Facts, Key>) => readonly Found[],
  ): Check<Pick<Facts, Key>> => ({ name, needs, find });
}
