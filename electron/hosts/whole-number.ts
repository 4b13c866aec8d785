/** Numbers as hosts print them. */

/** The number, or undefined for text that is anything but up to fifteen digits: no sign, no exponent, no `Infinity`. */
export function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
