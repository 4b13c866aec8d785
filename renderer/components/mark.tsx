/** A state as a sign and a word: neither colour nor sign alone says it. */
import type { ReactNode } from 'react';
import type { Severity } from '../../shared/model.ts';

const signs = { error: '✕', warning: '!', info: '–', ok: '✓' } as const satisfies Record<Severity, string>;

interface MarkProps {
  readonly severity: Severity;
  readonly children: ReactNode;
}

export function Mark({ severity, children }: MarkProps): ReactNode {
  return (
    <span className={`badge badge-${severity}`}>
      <span aria-hidden="true">{signs[severity]}</span> {children}
    </span>
  );
}
