/** Signs for how an end of a run stands. They stand beside words, never for them. */
import type { ReactNode } from 'react';
import type { EndMark } from '../../state/move-picture.ts';

const shapes: Readonly<Record<EndMark, ReactNode>> = {
  runs: <path d="M6 4l14 8-14 8z" />,
  frozen: <path d="M5 4h5v16H5zM14 4h5v16h-5z" />,
  filling: <path d="M10 3h4v9h5l-7 8-7-8h5z" />,
  waits: <path d="M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 3a6 6 0 1 1 0 12 6 6 0 0 1 0-12z" />,
  gone: <path d="M4 10h16v4H4z" />,
  point: <path d="M12 2l10 10-10 10L2 12z" />,
  unreachable: <path d="M6 3l6 6 6-6 3 3-6 6 6 6-3 3-6-6-6 6-3-3 6-6-6-6z" />,
};

export const MarkIcon = ({ mark }: { readonly mark: EndMark }): ReactNode => (
  <svg className="mark-icon" viewBox="0 0 24 24" aria-hidden="true">
    {shapes[mark]}
  </svg>
);
