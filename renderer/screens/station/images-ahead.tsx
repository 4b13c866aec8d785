/** Images of a host's containers that are stored before anyone needs them: whether that is wished for, and what there is. */
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Output } from '../../../shared/contract.ts';
import { useAnswer } from '../../components/asking.ts';
import { useDoing } from '../../components/doing.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { imagesAhead } from '../../i18n/images-ahead.ts';
import { useSaid } from '../../i18n/language.tsx';
import { useHosts } from '../../state/hosts.ts';
import { CarryImages } from './carry-images.tsx';
import { StoredImages } from './stored-images.tsx';

export function ImagesAhead({ host }: { readonly host: string }): ReactNode {
  const said = useSaid(imagesAhead);
  const wishes = useAnswer('images.wishes', {});
  const stored = useAnswer('images.list', { host });
  const wish = wishes.output?.find((each) => each.host === host);
  const error = wishes.error ?? stored.error;
  return (
    <section className="hosts-section">
      <h2>{said.title}</h2>
      <p>{said.means}</p>
      {error !== undefined && <ErrorNotice error={error} />}
      {wishes.output !== undefined && (
        <WishForm
          key={wish?.standby ?? String(wish !== undefined)}
          host={host}
          wish={wish}
          onSaved={wishes.again}
        />
      )}
      <CarryImages
        host={host}
        standby={wish?.standby}
        hasAny={(stored.output?.length ?? 0) > 0}
        onDone={stored.again}
      />
      {stored.output !== undefined && <StoredImages images={stored.output} />}
    </section>
  );
}

interface WishFormProps {
  readonly host: string;
  readonly wish: Output<'images.wishes'>[number] | undefined;
  readonly onSaved: () => void;
}

function WishForm({ host, wish, onSaved }: WishFormProps): ReactNode {
  const said = useSaid(imagesAhead);
  const others = useHosts(({ hosts }) => hosts)?.filter(({ name }) => name !== host) ?? [];
  const [isOn, setOn] = useState(wish !== undefined);
  const [standby, setStandby] = useState(wish?.standby ?? '');
  const wishing = useDoing('images.wish');
  const ending = useDoing('images.endWish');
  const error = wishing.error ?? ending.error;
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const done = isOn
      ? await wishing.begin({ host, ...(standby === '' ? {} : { standby }) })
      : await ending.begin({ host });
    if (done !== undefined) onSaved();
  };
  return (
    <form onSubmit={(event) => void save(event)}>
      <label className="inline">
        <input type="checkbox" checked={isOn} onChange={(event) => setOn(event.target.checked)} />
        {said.isOn}
      </label>
      {isOn && (
        <label>
          {said.standby}
          <select value={standby} onChange={(event) => setStandby(event.target.value)}>
            <option value="">{said.noStandby}</option>
            {others.map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
      )}
      {error !== undefined && <ErrorNotice error={error} />}
      {(isOn !== (wish !== undefined) || (isOn && standby !== (wish?.standby ?? ''))) && (
        <button type="submit" className="primary">
          {said.save}
        </button>
      )}
    </form>
  );
}
