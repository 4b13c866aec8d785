/** What a host says, as it may be shown to people: a terminal takes control characters for orders. */

/** Without control characters, and without those that make the reader see text in another order than it has. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '');
}
