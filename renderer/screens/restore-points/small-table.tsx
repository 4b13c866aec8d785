/** A table of some hundred lines of figures and paths at most, told apart by their place. */
import type { ReactNode } from 'react';

interface SmallTableProps {
  readonly label: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export const SmallTable = ({ label, head, rows }: SmallTableProps): ReactNode => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keyboard.
  <section className="restore-point-small-table" aria-label={label} tabIndex={0}>
    <table>
      <thead>
        <tr>
          {head.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((cells, row) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one answer never change places.
          <tr key={row}>
            {cells.map((cell, column) => (
              <td key={head[column]}>
                <code>{cell}</code>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);
