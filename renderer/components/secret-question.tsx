/** Asks the person at the window for a secret that the station needs now. It is kept nowhere here. */
import { type FormEvent, type ReactNode, useState } from 'react';
import type { SecretRequest } from '../../shared/model.ts';
import { frame } from '../i18n/frame.ts';
import { useSaid } from '../i18n/language.tsx';
import { secrets } from '../i18n/secrets.ts';
import { answer, useQuestions } from '../state/station.ts';
import { Modal } from './modal.tsx';

export function SecretQuestions(): ReactNode {
  const first = useQuestions(({ questions }) => questions[0]);
  // Another question is another form: nothing that was typed goes from one to the next.
  return first === undefined ? null : <SecretQuestion key={first.ask} {...first} />;
}

function SecretQuestion({
  ask,
  request,
  canKeep,
}: {
  readonly ask: number;
  readonly request: SecretRequest;
  readonly canKeep: boolean;
}): ReactNode {
  const said = useSaid(secrets);
  const { cancel } = useSaid(frame);
  const [typed, setTyped] = useState('');
  const [repeated, setRepeated] = useState('');
  const [keep, setKeep] = useState(false);
  const isNew = request.kind === 'new-store-passphrase';
  const differs = isNew && repeated !== '' && repeated !== typed;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (typed !== '' && (!isNew || typed === repeated)) answer(ask, typed, keep);
  };
  return (
    <Modal title={titleOf(request, said)} onClose={() => answer(ask, undefined)}>
      <form onSubmit={submit}>
        {request.isRetry && <p role="alert">{said.wrong}</p>}
        {isNew && <p>{said.newPassphraseMeans}</p>}
        <label>
          {isNew ? said.newPassphrase : said.secret}
          <input
            type="password"
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            required
          />
        </label>
        {isNew && (
          <label>
            {said.repeat}
            <input
              type="password"
              autoComplete="off"
              value={repeated}
              onChange={(event) => setRepeated(event.target.value)}
              required
              aria-invalid={differs}
            />
          </label>
        )}
        {canKeep && (
          <label className="inline">
            <input type="checkbox" checked={keep} onChange={(event) => setKeep(event.target.checked)} />
            {said.keep}
          </label>
        )}
        {differs && <p role="alert">{said.differs}</p>}
        <div className="actions">
          <button type="button" onClick={() => answer(ask, undefined)}>
            {cancel}
          </button>
          <button type="submit" className="primary">
            {said.give}
          </button>
        </div>
      </form>
    </Modal>
  );
}

function titleOf(request: SecretRequest, said: ReturnType<typeof useSaid<typeof secrets>>): string {
  switch (request.kind) {
    case 'password':
      return said.password(request.user, request.host);
    case 'sudo-password':
      return said.sudoPassword(request.user, request.host);
    case 'passphrase':
      return said.passphrase(request.key ?? '', request.host);
    case 'store-passphrase':
      return said.storePassphrase;
    case 'new-store-passphrase':
      return said.newStorePassphrase;
    case 'registry-password':
      return said.registryPassword(request.user, request.registry);
  }
}
