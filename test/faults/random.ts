/** Chance that can be had again: the same seed gives the same numbers. */

export interface Random {
  /** A whole number from 0 to `below` - 1. */
  below(below: number): number;
}

/** Mulberry32, seeded by a text. */
export function randomOf(seed: string): Random {
  let state = 0;
  for (const character of seed) state = (Math.imul(state, 31) + (character.codePointAt(0) ?? 0)) | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return { below: (below) => Math.floor(next() * below) };
}

/** The same items in another order. */
export function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  const all = items.map((item) => ({ item, at: random.below(2 ** 30) }));
  return all.sort((a, b) => a.at - b.at).map(({ item }) => item);
}

/** Given by `SHIPLOCK_FAULT_SEED`, or the day: another part of the whole every day, the same all day. */
export function usualSeed(): string {
  return process.env['SHIPLOCK_FAULT_SEED'] ?? new Date().toISOString().slice(0, 10);
}
