/** The hosts and their containers: only the lines that are in view are on the page, so that thousands are as fast as ten. */
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { useNow } from '../../components/now.ts';
import { useSaid } from '../../i18n/language.tsx';
import { station } from '../../i18n/station.ts';
import { policyOf, usePolicies } from '../../state/policies.ts';
import { ContainerRow } from './container-row.tsx';
import { HostRow } from './host-row.tsx';
import type { ContainerLine, StationLine } from './station-rows.ts';

interface StationListProps {
  readonly lines: readonly StationLine[];
  readonly onTake: (line: ContainerLine) => void;
  readonly onPolicy: (line: ContainerLine) => void;
}

/** Before a line was measured. */
const likelyHeights = { host: 120, container: 130 } as const;

export function StationList({ lines, onTake, onPolicy }: StationListProps): ReactNode {
  const said = useSaid(station);
  const now = useNow();
  const policies = usePolicies((state) => state.policies);
  const list = useRef<HTMLUListElement>(null);
  const top = useTop(list);
  const virtualizer = useWindowVirtualizer({
    count: lines.length,
    estimateSize: (index) => likelyHeights[lines[index]?.kind ?? 'container'],
    getItemKey: (index) => lines[index]?.key ?? index,
    overscan: 8,
    scrollMargin: top,
  });
  return (
    <ul
      ref={list}
      className="station-list"
      aria-label={said.list}
      style={{ height: `${virtualizer.getTotalSize()}px` }}
    >
      {virtualizer.getVirtualItems().map(({ index, key, start }) => {
        const line = lines[index];
        if (line === undefined) return null;
        return (
          <li
            key={key}
            ref={virtualizer.measureElement}
            data-index={index}
            aria-setsize={lines.length}
            aria-posinset={index + 1}
            style={{ transform: `translateY(${start - top}px)` }}
          >
            {line.kind === 'host' ? (
              <HostRow line={line} now={now} />
            ) : (
              <ContainerRow
                line={line}
                policy={policyOf(policies, line.host, line.container.name)}
                now={now}
                onTake={onTake}
                onPolicy={onPolicy}
              />
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** How far below the top of the page it begins; what stands above it changes. */
function useTop(list: React.RefObject<HTMLElement | null>): number {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const measure = (): void => {
      if (list.current !== null) setTop(list.current.getBoundingClientRect().top + scrollY);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [list]);
  return top;
}
