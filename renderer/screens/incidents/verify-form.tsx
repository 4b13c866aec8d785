/** Proves that an incident log is as it was made, or tells what is not. */
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Output } from '../../../shared/contract.ts';
import { useDoing } from '../../components/doing.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { FilePlace } from '../../components/save-place.tsx';
import { UnderWay } from '../../components/under-way.tsx';
import { incidents } from '../../i18n/incidents.ts';
import { useFormat, useSaid } from '../../i18n/language.tsx';

export function VerifyForm(): ReactNode {
  const said = useSaid(incidents);
  const [file, setFile] = useState('');
  const { output, error, isUnderWay, isStopping, begin, cancel } = useDoing('incidents.verify');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void begin({ file });
  };
  return (
    <section className="incidents-section">
      <h2>{said.verifyTitle}</h2>
      <p>{said.verifyMeans}</p>
      {error !== undefined && error.code !== 'cancelled' && <ErrorNotice error={error} />}
      {output !== undefined && <Proved output={output} />}
      {isUnderWay ? (
        <UnderWay what={said.verifying} isStopping={isStopping} onCancel={cancel} />
      ) : (
        <form onSubmit={submit}>
          <FilePlace label={said.file} value={file} onChange={setFile} />
          <button type="submit">{said.verify}</button>
        </form>
      )}
    </section>
  );
}

function Proved({ output }: { readonly output: Output<'incidents.verify'> }): ReactNode {
  const said = useSaid(incidents);
  const format = useFormat();
  const { isWhole, problems, hasMoreProblems, log } = output;
  return (
    <div className="card">
      {isWhole ? (
        <p role="status">✓ {said.isWhole}</p>
      ) : (
        <div role="alert">
          <p>✕ {said.isNotWhole}</p>
          <ul>
            {problems.map(({ kind, name, details }) => (
              <li key={`${kind} ${name}`}>
                {said[kind]}: <code>{name}</code> {details}
              </li>
            ))}
            {hasMoreProblems && <li>{said.hasMoreProblems}</li>}
          </ul>
        </div>
      )}
      {log !== undefined && (
        <>
          <p>{said.proved(log.files, log.entries.proved, log.entries.total)}</p>
          <dl>
            <div>
              <dt>{said.madeAt}</dt>
              <dd>
                {format.dateTime(log.madeAt)} (Shiplock {log.shiplock})
              </dd>
            </div>
            <div>
              <dt>{said.fingerprint}</dt>
              <dd>
                <code className="incidents-long">{log.fingerprint}</code>
              </dd>
            </div>
          </dl>
        </>
      )}
    </div>
  );
}
