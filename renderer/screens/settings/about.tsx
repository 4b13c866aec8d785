/** Which Shiplock this is, where it keeps what it knows, and the licences of what it is delivered with. */
import { type ReactNode, useState } from 'react';
import type licencesModule from 'virtual:licences';
import { useAnswer } from '../../components/asking.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Fact } from '../../components/fact.tsx';
import { TextBlock } from '../../components/text-block.tsx';
import { frame } from '../../i18n/frame.ts';
import { useSaid } from '../../i18n/language.tsx';
import { settings } from '../../i18n/settings.ts';

export function About(): ReactNode {
  const said = useSaid(settings);
  const { output, error, again } = useAnswer('about.show', {});
  return (
    <>
      {error !== undefined && <ErrorNotice error={error} onAgain={again} />}
      {output !== undefined && (
        <dl className="settings-facts">
          <Fact name={said.version} value={output.version} />
          <Fact name={said.home} value={output.home} />
          <Fact name={said.saveFolder} value={output.saveFolder} />
        </dl>
      )}
      <Licences />
    </>
  );
}

/** They are long, and loaded only when somebody wants to read them. */
function Licences(): ReactNode {
  const said = useSaid(settings);
  const { loading } = useSaid(frame);
  const [licences, setLicences] = useState<typeof licencesModule>();
  const load = (): void => {
    void import('virtual:licences').then((loaded) => setLicences(loaded.default));
  };
  return (
    <details onToggle={load}>
      <summary>{said.licences}</summary>
      <p>{licences === undefined ? loading : said.licencesOf(licences.length)}</p>
      {licences?.map(({ name, version, licence, text }) => (
        <details key={`${name} ${version}`} className="settings-licence">
          <summary>
            {name} {version} – {licence}
          </summary>
          <TextBlock label={`${name} ${version}`} text={text} />
        </details>
      ))}
    </details>
  );
}
