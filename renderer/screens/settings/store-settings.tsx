/** The store of restore points: what is in it, its care, and what opens it. */
import type { ReactNode } from 'react';
import { useAnswer } from '../../components/asking.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Fact } from '../../components/fact.tsx';
import { useFormat, useSaid } from '../../i18n/language.tsx';
import { store } from '../../i18n/store.ts';
import { StoreCare } from './store-care.tsx';
import { StoreOpening } from './store-opening.tsx';

export function StoreSettings(): ReactNode {
  const said = useSaid(store);
  const { bytes, list } = useFormat();
  const { output, error, again } = useAnswer('store.show', {});
  return (
    <>
      {error !== undefined && <ErrorNotice error={error} onAgain={again} />}
      {output?.opensWith.length === 0 && <p>{said.none}</p>}
      {output !== undefined && output.opensWith.length > 0 && (
        <>
          <dl className="settings-facts">
            <Fact name={said.folder} value={output.folder} />
            <Fact name={said.holds} value={said.counts(output.restorePoints, output.images)} />
            <Fact name={said.bytes} value={bytes(output.bytes)} />
            <Fact name={said.opensWith} value={list(output.opensWith.map((way) => said[way]))} />
          </dl>
          <StoreCare onDone={again} />
          <StoreOpening onDone={again} />
        </>
      )}
    </>
  );
}
