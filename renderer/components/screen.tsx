/** A screen: its heading takes the focus when it is shown, so that a screen reader says where one is, and names the window. */
import { type ReactNode, useEffect, useRef } from 'react';

interface ScreenProps {
  readonly title: string;
  /** What can be done here, beside the heading. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

export function Screen({ title, actions, children }: ScreenProps): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  useEffect(() => {
    document.title = `${title} – Shiplock`;
  }, [title]);
  return (
    <>
      <header className="screen-header">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        <div className="actions">{actions}</div>
      </header>
      {children}
    </>
  );
}
