/** Text as it came, in its lines. It scrolls where it is long, by the keyboard too, and a screen reader says what it is. */
import type { ReactNode } from 'react';

interface TextBlockProps {
  /** What the text is. */
  readonly label: string;
  readonly text: string;
}

export const TextBlock = ({ label, text }: TextBlockProps): ReactNode => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keyboard.
  <section className="text-block" aria-label={label} tabIndex={0}>
    <pre>{text}</pre>
  </section>
);
