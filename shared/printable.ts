/** What hosts say, as it may be shown to people: a terminal takes control characters for orders. */

/** One line, without control characters, and without those that show text in another order than it has. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '');
}

/** As `printable`, but of as many lines as it has, and with spaces for tabs. */
export function printableLines(text: string): string {
  return text.replaceAll('\t', '  ').split('\n').map(printable).join('\n');
}
