/** What stands against a move from or to a host: found now, mended if the user says so, and checked again. */
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import type { Finding } from '../../../shared/model.ts';
import { useDoing } from '../../components/doing.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { FindingList } from '../../components/finding-list.tsx';
import { FixQuestion } from '../../components/fix-question.tsx';
import { fixes } from '../../i18n/fixes.ts';
import { hosts } from '../../i18n/hosts.ts';
import { useSaid, useWords } from '../../i18n/language.tsx';

interface HostChecksProps {
  readonly host: string;
  /** Checked when it is shown; otherwise only when it is asked for, since a host may want a password then. */
  readonly atOnce?: boolean;
}

export function HostChecks({ host, atOnce = false }: HostChecksProps): ReactNode {
  const said = useSaid(hosts);
  const { mend } = useSaid(fixes);
  const words = useWords();
  const { begin, output, error, isUnderWay } = useDoing('hosts.check');
  const [toMend, setToMend] = useState<Finding>();
  const check = useCallback(() => void begin({ name: host }), [begin, host]);
  useEffect(() => {
    if (atOnce) check();
  }, [atOnce, check]);
  const close = (isTried: boolean): void => {
    setToMend(undefined);
    if (isTried) check();
  };
  return (
    <>
      <p role="status">{isUnderWay && said.checking}</p>
      {error !== undefined && <ErrorNotice error={error} />}
      {output !== undefined && (
        <FindingList
          findings={output.findings}
          actions={(finding) =>
            finding.fixable && (
              <button
                type="button"
                aria-label={`${mend} ${words(finding.text)}`}
                onClick={() => setToMend(finding)}
              >
                {mend}
              </button>
            )
          }
        />
      )}
      <button type="button" onClick={check} disabled={isUnderWay}>
        {output === undefined && error === undefined ? said.checkNow : said.checkAgain}
      </button>
      {toMend !== undefined && <FixQuestion finding={toMend} of={{ host }} onClose={close} />}
    </>
  );
}
