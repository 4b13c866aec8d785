/** Parts of a screen of which one is shown: the arrow keys go from one to the next, as screen readers expect of tabs. */
import { type KeyboardEvent, type ReactNode, useId } from 'react';
import './tabs.css';

export interface Tab<Id extends string> {
  readonly id: Id;
  readonly name: string;
}

interface TabsProps<Id extends string> {
  readonly label: string;
  readonly tabs: readonly Tab<Id>[];
  readonly shown: Id;
  readonly onShow: (id: Id) => void;
  /** What the shown one holds. */
  readonly children: ReactNode;
}

export function Tabs<Id extends string>({ label, tabs, shown, onShow, children }: TabsProps<Id>): ReactNode {
  const id = useId();
  const step = (event: KeyboardEvent, by: number): void => {
    const at = tabs.findIndex((each) => each.id === shown);
    const next = tabs.at((at + by) % tabs.length);
    if (next === undefined) return;
    event.preventDefault();
    onShow(next.id);
    document.getElementById(`${id}-${next.id}`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowRight') step(event, 1);
    if (event.key === 'ArrowLeft') step(event, -1);
  };
  return (
    <>
      <div role="tablist" aria-label={label} className="tabs">
        {tabs.map((tab) => (
          <button
            key={tab.id}
            id={`${id}-${tab.id}`}
            type="button"
            role="tab"
            aria-selected={tab.id === shown}
            aria-controls={`${id}-panel`}
            tabIndex={tab.id === shown ? 0 : -1}
            onClick={() => onShow(tab.id)}
            onKeyDown={onKeyDown}
          >
            {tab.name}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${shown}`}>
        {children}
      </div>
    </>
  );
}
