import type { ReactNode } from 'react';
import { Screen } from '../../components/screen.tsx';
import { frame } from '../../i18n/frame.ts';
import { useSaid } from '../../i18n/language.tsx';

export function RestorePointsScreen(): ReactNode {
  const said = useSaid(frame);
  return <Screen title={said.restorePoints}>{null}</Screen>;
}
