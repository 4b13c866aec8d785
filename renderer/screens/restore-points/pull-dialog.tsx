/** Brings a restore point in from a registry: which registry, then which of those that it has. */
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Output } from '../../../shared/contract.ts';
import { placeAndReference } from '../../../shared/place-and-reference.ts';
import { useDoing } from '../../components/doing.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Modal } from '../../components/modal.tsx';
import { UnderWay } from '../../components/under-way.tsx';
import { bringIn } from '../../i18n/bring-in.ts';
import { useFormat, useSaid } from '../../i18n/language.tsx';
import { registryInput, useRegistryPlace } from '../../state/registry-place.ts';
import type { BringInProps } from './bring-in-dialog.tsx';
import { BroughtIn } from './brought-in.tsx';
import { DialogButtons } from './dialog-buttons.tsx';
import { RegistryFields } from './registry-fields.tsx';

export function PullDialog({ onClose, onDone }: BringInProps): ReactNode {
  const said = useSaid(bringIn);
  const format = useFormat();
  const place = useRegistryPlace();
  const listing = useDoing('registry.list');
  const pulling = useDoing('registry.pull');
  const { output: pulled, event } = pulling;
  const current = listing.isUnderWay ? listing : pulling.isUnderWay ? pulling : undefined;
  const error = pulling.error ?? listing.error;
  const pull = async (reference: string): Promise<void> => {
    const done = await pulling.begin({ ...registryInput(place), reference });
    if (done !== undefined) onDone();
  };
  return (
    <Modal title={said.registryTitle} onClose={current === undefined ? onClose : current.cancel}>
      {error !== undefined && error.code !== 'cancelled' && <ErrorNotice error={error} />}
      {current !== undefined && (
        <UnderWay
          what={listing.isUnderWay ? said.looking : said.fetching}
          sofar={
            event?.event === 'registry.progress' ? said.bytesSoFar(format.bytes(event.bytes)) : undefined
          }
          isStopping={current.isStopping}
          onCancel={current.cancel}
        />
      )}
      {pulled !== undefined && (
        <BroughtIn point={pulled} onClose={onClose}>
          <p>{said.fetched(format.bytes(pulled.fetchedBytes))}</p>
        </BroughtIn>
      )}
      {current === undefined && pulled === undefined && listing.output === undefined && (
        <WhereForm onLook={() => void listing.begin(registryInput(place))} onClose={onClose} />
      )}
      {current === undefined && pulled === undefined && listing.output !== undefined && (
        <WhichForm
          points={listing.output}
          onPull={(tag) => void pull(tag)}
          onBack={() => {
            listing.forget();
            pulling.forget();
          }}
          onClose={onClose}
        />
      )}
    </Modal>
  );
}

interface WhereProps {
  readonly onLook: () => void;
  readonly onClose: () => void;
}

function WhereForm({ onLook, onClose }: WhereProps): ReactNode {
  const said = useSaid(bringIn);
  const submit = (submitted: FormEvent): void => {
    submitted.preventDefault();
    onLook();
  };
  return (
    <form onSubmit={submit}>
      <RegistryFields />
      <DialogButtons onClose={onClose} act={said.look} />
    </form>
  );
}

interface WhichProps {
  readonly points: Output<'registry.list'>;
  readonly onPull: (tag: string) => void;
  readonly onBack: () => void;
  readonly onClose: () => void;
}

function WhichForm({ points, onPull, onBack, onClose }: WhichProps): ReactNode {
  const said = useSaid(bringIn);
  const format = useFormat();
  const [repository, wanted] = placeAndReference(useRegistryPlace((place) => place.repository).trim());
  const [chosen, setChosen] = useState(
    () => (points.find(({ tag }) => tag === wanted) ?? (wanted === undefined ? points[0] : undefined))?.tag,
  );
  const submit = (submitted: FormEvent): void => {
    submitted.preventDefault();
    if (chosen !== undefined) onPull(chosen);
  };
  return (
    <form onSubmit={submit}>
      {points.length === 0 ? (
        <p role="status">{said.nothingThere(repository)}</p>
      ) : (
        <fieldset>
          <legend>{said.whichOne(repository)}</legend>
          {points.map(({ tag, container, host, at, size, comment }) => (
            <label key={tag} className="inline">
              <input
                type="radio"
                name="tag"
                required
                checked={tag === chosen}
                onChange={() => setChosen(tag)}
              />
              <span>
                <strong>{tag}</strong>
                <br />
                {said.ofContainer(container, host, format.dateTime(at))} · {format.bytes(size)}
                {comment !== undefined && ` · ${comment}`}
              </span>
            </label>
          ))}
        </fieldset>
      )}
      {points.length > 0 && <p className="hint">{said.otherStore}</p>}
      <div className="actions">
        <button type="button" onClick={onBack}>
          {said.otherPlace}
        </button>
      </div>
      {points.length > 0 ? (
        <DialogButtons onClose={onClose} act={said.bringItIn} />
      ) : (
        <DialogButtons onClose={onClose} />
      )}
    </form>
  );
}
