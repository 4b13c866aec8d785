/** An error, for a person: what happened, how things are now, what to do, and the details to copy. */
import { type ReactNode, useState } from 'react';
import { type ErrorData, ShiplockError, toErrorData } from '../../shared/errors.ts';
import { frame } from '../i18n/frame.ts';
import { useSaid, useWords } from '../i18n/language.tsx';
import { TerminalCommands, Told } from './remedies/told.tsx';
import { TextBlock } from './text-block.tsx';

interface ErrorNoticeProps {
  readonly error: ErrorData | ShiplockError;
  readonly onAgain?: (() => void) | undefined;
}

export function ErrorNotice({ error: given, onAgain }: ErrorNoticeProps): ReactNode {
  // An exception has its message in English only.
  const error = given instanceof ShiplockError ? toErrorData(given) : given;
  const said = useSaid(frame);
  const words = useWords();
  const [isCopied, setCopied] = useState(false);
  const copy = (): void => {
    const text = JSON.stringify(error, null, 2);
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <div className="notice notice-error" role="alert">
      <p className="notice-title">{words(error.message)}</p>
      {error.state !== undefined && (
        <p>
          <strong>{said.follows(said.howThingsAre)}</strong>
          <Told words={error.state} />
        </p>
      )}
      {error.remedy !== undefined && (
        <p>
          <strong>{said.follows(said.whatNow)}</strong>
          <Told words={error.remedy} />
        </p>
      )}
      <TerminalCommands words={[error.state, error.remedy]} />
      <details>
        <summary>{said.details}</summary>
        <p>
          <code>{error.code}</code>
        </p>
        {error.details !== undefined && <TextBlock label={said.details} text={error.details} />}
        <button type="button" onClick={copy}>
          {isCopied ? said.copied : said.copyDetails}
        </button>
      </details>
      {onAgain !== undefined && (
        <button type="button" onClick={onAgain}>
          {said.again}
        </button>
      )}
    </div>
  );
}
