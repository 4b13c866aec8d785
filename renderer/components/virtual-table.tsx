/** A table that shows what is in sight of it, however many rows it has. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useRef } from 'react';
import './virtual-table.css';

export interface Column<Row> {
  readonly name: string;
  readonly cell: (row: Row) => ReactNode;
  /** As CSS has it: all rows have the same, whatever is in sight. */
  readonly width: string;
  readonly isFigure?: boolean;
}

interface VirtualTableProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** Called when the last rows come into sight: there may be more to bring. */
  readonly onEndInSight?: (() => void) | undefined;
}

const rowHeightPx = 48;

export function VirtualTable<Row>({
  label,
  columns,
  rows,
  keyOf,
  onEndInSight,
}: VirtualTableProps<Row>): ReactNode {
  const scroller = useRef<HTMLElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeightPx,
    overscan: 10,
    initialRect: { width: 1000, height: 600 },
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1);
  const isEndInSight = last !== undefined && last.index >= rows.length - 1;
  useEffect(() => {
    if (isEndInSight) onEndInSight?.();
  }, [isEndInSight, onEndInSight]);
  const above = items[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (last?.end ?? 0);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keyboard.
    <section className="virtual-table" ref={scroller} aria-label={label} tabIndex={0}>
      <table aria-label={label} aria-rowcount={rows.length + 1}>
        <colgroup>
          {columns.map(({ name, width }) => (
            <col key={name} style={{ width }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {columns.map(({ name, isFigure }) => (
              <th key={name} scope="col" className={isFigure === true ? 'figure' : undefined}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Gap height={above} columns={columns.length} />
          {items.map(({ index }) => {
            const row = rows[index];
            return row === undefined ? null : (
              <tr key={keyOf(row)} aria-rowindex={index + 2}>
                {columns.map(({ name, cell, isFigure }) => (
                  <td key={name} className={isFigure === true ? 'figure' : undefined}>
                    {cell(row)}
                  </td>
                ))}
              </tr>
            );
          })}
          <Gap height={below} columns={columns.length} />
        </tbody>
      </table>
    </section>
  );
}

/** Where rows are that are out of sight. */
const Gap = ({ height, columns }: { readonly height: number; readonly columns: number }): ReactNode =>
  height <= 0 ? null : (
    <tr>
      <td colSpan={columns} style={{ height, padding: 0, border: 0 }} />
    </tr>
  );
