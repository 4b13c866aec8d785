/** Merges sorted sequences. */

/** All items in order; of equal ones those of an earlier sequence come first. Holds one item a sequence. */
export function* merged<Item>(
  sequences: readonly Iterable<Item>[],
  compare: (one: Item, other: Item) => number,
): Generator<Item> {
  /** A heap: no head comes before the one at half its place. */
  const heads: Head<Item>[] = [];
  const comesBefore = (one: Head<Item>, other: Head<Item>) =>
    (compare(one.item, other.item) || one.sequence - other.sequence) < 0;
  for (const [sequence, items] of sequences.entries()) {
    const rest = items[Symbol.iterator]();
    const { done, value } = rest.next();
    if (!done) sift(heads, heads.push({ item: value, sequence, rest }) - 1);
  }
  for (let [head] = heads; head; [head] = heads) {
    yield head.item;
    const { done, value } = head.rest.next();
    const next = done ? heads.pop() : { ...head, item: value };
    if (next && heads.length > 0) heads[0] = next;
    sink(heads);
  }

  function sift(heap: Head<Item>[], from: number): void {
    for (let at = from; at > 0; ) {
      const above = (at - 1) >>> 1;
      if (!swapped(heap, at, above)) return;
      at = above;
    }
  }

  function sink(heap: Head<Item>[]): void {
    for (let at = 0; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const [leftHead, rightHead] = [heap[left], heap[right]];
      if (!leftHead) return;
      const least = rightHead && comesBefore(rightHead, leftHead) ? right : left;
      if (!swapped(heap, least, at)) return;
      at = least;
    }
  }

  /** Puts the lower one above if it comes before. */
  function swapped(heap: Head<Item>[], lower: number, upper: number): boolean {
    const [one, other] = [heap[lower], heap[upper]];
    if (!one || !other || !comesBefore(one, other)) return false;
    heap[lower] = other;
    heap[upper] = one;
    return true;
  }
}

interface Head<Item> {
  readonly item: Item;
  readonly sequence: number;
  readonly rest: Iterator<Item>;
}
