/** An incident log that was made: where it is, what to note down, and what is not in it. */
import { type ReactNode, useState } from 'react';
import type { Output } from '../../../shared/contract.ts';
import { frame } from '../../i18n/frame.ts';
import { incidents } from '../../i18n/incidents.ts';
import { useFormat, useSaid, useWords } from '../../i18n/language.tsx';

export function Exported({ output }: { readonly output: Output<'incidents.export'> }): ReactNode {
  const said = useSaid(incidents);
  const format = useFormat();
  const words = useWords();
  const { out, bytes, runs, entries, redactedEntries, missing, fingerprint } = output;
  return (
    <div className="card">
      <div role="status">
        <p>✓ {said.exported(format.bytes(bytes))}</p>
        <p>
          <code className="incidents-long">{out}</code>
        </p>
      </div>
      <p>{said.content(runs.length, entries.included, entries.total)}</p>
      {redactedEntries > 0 && <p>{said.redacted(redactedEntries)}</p>}
      <h3>{said.fingerprint}</h3>
      <p>
        <code className="incidents-long">{fingerprint}</code>
      </p>
      <CopyButton text={fingerprint} />
      <p className="hint">{said.fingerprintMeans}</p>
      {missing.length > 0 && (
        <>
          <h3>{said.missing(missing.length)}</h3>
          <ul>
            {missing.map(({ what, why }) => (
              <li key={words(what)}>
                {words(what)}: {words(why)}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function CopyButton({ text }: { readonly text: string }): ReactNode {
  const said = useSaid(incidents);
  const { copied } = useSaid(frame);
  const [isCopied, setCopied] = useState(false);
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <button type="button" onClick={copy}>
      {isCopied ? copied : said.copy}
    </button>
  );
}
