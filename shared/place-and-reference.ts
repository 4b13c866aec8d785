/** A place in a registry as people copy it, with what it has there. */

/** `registry.example/site/gauge:TAG` or `…@sha256:…` in its two parts; without either, the second is undefined. */
export function placeAndReference(text: string): readonly [place: string, reference: string | undefined] {
  const at = text.indexOf('@');
  const end = at >= 0 ? at : text.indexOf(':', text.lastIndexOf('/'));
  return end < 0 ? [text, undefined] : [text.slice(0, end), text.slice(end + 1)];
}
