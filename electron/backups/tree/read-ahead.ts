/** Does the next few of a row of readings while what came before is being used. */

/** What `read` makes of each item, in order, with at most `depth` of them under way. What is thrown is thrown in its turn. */
export async function* readAhead<Item, Result>(
  items: AsyncIterable<Item>,
  depth: number,
  read: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const underWay: Promise<Result>[] = [];
  try {
    for await (const item of items) {
      const result = read(item);
      // It may fail before its turn has come.
      result.catch(() => undefined);
      underWay.push(result);
      const next = underWay.length >= depth ? underWay.shift() : undefined;
      if (next) yield await next;
    }
    for (let next = underWay.shift(); next; next = underWay.shift()) yield await next;
  } finally {
    await Promise.allSettled(underWay);
  }
}
