/** A fact in a `<dl>`: its name and what it is. */
import type { ReactNode } from 'react';

interface FactProps {
  readonly name: string;
  readonly value: ReactNode;
}

export const Fact = ({ name, value }: FactProps): ReactNode => (
  <div>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </div>
);
