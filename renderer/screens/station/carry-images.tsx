/** Stores a host's images now, sends them to its standby host, or lets go of them; tells how it goes and what came of it. */
import type { ReactNode } from 'react';
import { type Doing, useDoing } from '../../components/doing.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { imagesAhead } from '../../i18n/images-ahead.ts';
import { useFormat, useSaid } from '../../i18n/language.tsx';
import { CarriedImages } from './carried-images.tsx';

interface CarryImagesProps {
  readonly host: string;
  readonly standby: string | undefined;
  readonly hasAny: boolean;
  readonly onDone: () => void;
}

export function CarryImages({ host, standby, hasAny, onDone }: CarryImagesProps): ReactNode {
  const said = useSaid(imagesAhead);
  const storing = useDoing('images.store');
  const sending = useDoing('images.send');
  const forgetting = useDoing('images.forget');
  const deeds = [storing, sending, forgetting];
  const isBusy = deeds.some(({ isUnderWay }) => isUnderWay);
  const begin = async (deed: () => Promise<unknown>): Promise<void> => {
    for (const each of deeds) each.forget();
    await deed();
    onDone();
  };
  const error = deeds.find((each) => each.error !== undefined)?.error;
  const carried = storing.output ?? sending.output;
  return (
    <>
      <div className="actions">
        <button type="button" disabled={isBusy} onClick={() => void begin(() => storing.begin({ host }))}>
          {said.store}
        </button>
        {standby !== undefined && (
          <button
            type="button"
            disabled={isBusy}
            onClick={() => void begin(() => sending.begin({ host, standby }))}
          >
            {said.send(standby)}
          </button>
        )}
        {hasAny && (
          <button
            type="button"
            disabled={isBusy}
            onClick={() => void begin(() => forgetting.begin({ host }))}
          >
            {said.forget}
          </button>
        )}
      </div>
      {storing.isUnderWay && <Carrying deed={storing} />}
      {sending.isUnderWay && <Carrying deed={sending} />}
      {error !== undefined && error.code !== 'cancelled' && <ErrorNotice error={error} />}
      <div role="status">
        {carried !== undefined && <CarriedImages images={carried.images} />}
        {forgetting.output !== undefined && <p>{said.letGo(forgetting.output.letGo.length)}</p>}
      </div>
    </>
  );
}

function Carrying({ deed }: { readonly deed: Doing<'images.store'> | Doing<'images.send'> }): ReactNode {
  const said = useSaid(imagesAhead);
  const { bytes } = useFormat();
  const { event } = deed;
  const text =
    event?.event === 'images.progress' ? said.working(event.image, bytes(event.bytes)) : said.beginning;
  return (
    <div className="hosts-carrying">
      <progress aria-label={said.title} />
      <p>{text}</p>
      <button type="button" onClick={deed.cancel} disabled={deed.isStopping}>
        {said.cancel}
      </button>
    </div>
  );
}
