/** The hosts and their containers: only the lines that are in view are on the page, so that thousands are as fast as ten. */
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useNow } from '../../components/now.ts';
import { PolicyQuestion } from '../../components/policy-question.tsx';
import { policyOf, usePolicies, watchPolicies } from '../../state/policies.ts';
import { ContainerRow } from './container-row.tsx';
import { HostRow } from './host-row.tsx';
import type { StationLine } from './station-rows.ts';
import { TakeQuestion } from './take-question.tsx';
import './station.css';

interface StationListProps {
  readonly name: string;
  readonly lines: readonly StationLine[];
}

/** What is asked of a person about a container. */
interface Asked {
  readonly about: 'take' | 'policy';
  readonly host: string;
  readonly container: string;
}

/** Before a line was measured. */
const likelyHeights = { host: 120, container: 130 } as const;

export function StationList({ name, lines }: StationListProps): ReactNode {
  const now = useNow();
  useEffect(watchPolicies, []);
  const policies = usePolicies((state) => state.policies);
  const [asked, setAsked] = useState<Asked | null>(null);
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
    <>
      <ul
        ref={list}
        className="station-list"
        aria-label={name}
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
                <HostRow line={line} />
              ) : (
                <ContainerRow
                  line={line}
                  policy={policyOf(policies, line.host, line.container.name)}
                  now={now}
                  onAsk={(about) => setAsked({ about, host: line.host, container: line.container.name })}
                />
              )}
            </li>
          );
        })}
      </ul>
      {asked !== null && <Question asked={asked} onClose={() => setAsked(null)} />}
    </>
  );
}

interface QuestionProps {
  readonly asked: Asked;
  readonly onClose: () => void;
}

function Question({ asked: { about, host, container }, onClose }: QuestionProps): ReactNode {
  const policies = usePolicies((state) => state.policies);
  switch (about) {
    case 'take':
      return <TakeQuestion host={host} container={container} onClose={onClose} />;
    case 'policy':
      return (
        <PolicyQuestion
          host={host}
          container={container}
          policy={policyOf(policies, host, container)}
          onClose={onClose}
        />
      );
  }
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
