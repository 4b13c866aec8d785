/** How rows become data again: nothing read from the journal is believed before its schema has seen it. */
import { z } from 'zod';

/** A column, or a line, of JSON text. */
export const jsonColumn = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    context.addIssue({ code: 'custom', message: `not JSON: ${String(thrown)}` });
    return z.NEVER;
  }
});

/** A column of SQLite's two truth values. */
export const booleanColumn = z.literal([0, 1]).transform((value) => value === 1);
