/**
 * What the station says, for a window: a command that it names is a link to where that is done here. Who works on a terminal finds
 * the commands themselves in `TerminalCommands`.
 */
import { Fragment, type ReactNode } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import type { Words } from '../../../shared/words.ts';
import { useSaid, useWords } from '../../i18n/language.tsx';
import { ways } from '../../i18n/ways.ts';
import { answer, answersOf } from '../../state/wizard.ts';
import { TextBlock } from '../text-block.tsx';
import { commandsIn, type NamedCommand } from './commands-in.ts';
import { type Way, wayOf } from './way-of.ts';

export function Told({ words }: { readonly words: Words }): ReactNode {
  const inWords = useWords();
  const parts = commandsIn(inWords(words)).map((part, index) => ({ part, key: index }));
  return parts.map(({ part, key }) => (
    <Fragment key={key}>{typeof part === 'string' ? part : <CommandLink command={part} />}</Fragment>
  ));
}

function CommandLink({ command }: { readonly command: NamedCommand }): ReactNode {
  const said = useSaid(ways);
  const [path] = useLocation();
  const query = useSearch();
  const { to, name, hereName = name, move } = wayOf(command);
  const isHere = to === path || to === `${path}?${query}`;
  if (isHere) return <strong>{hereName(said)}</strong>;
  return (
    <Link href={to} onClick={() => move && makeReady(move)}>
      {name(said)}
    </Link>
  );
}

function makeReady({ of, to, maxFreezeSeconds }: NonNullable<Way['move']>): void {
  const { how } = answersOf(of);
  answer(of, { to, how: { ...how, maxFreezeSeconds: maxFreezeSeconds ?? how.maxFreezeSeconds } });
}

/** Nothing where no command is named. */
export function TerminalCommands({ words }: { readonly words: readonly (Words | undefined)[] }): ReactNode {
  const said = useSaid(ways);
  const inWords = useWords();
  const texts = words
    .flatMap((each) => (each === undefined ? [] : commandsIn(inWords(each))))
    .flatMap((part) => (typeof part === 'string' ? [] : [part.text]));
  if (texts.length === 0) return null;
  return (
    <details>
      <summary>{said.onTerminal}</summary>
      <TextBlock label={said.onTerminal} text={[...new Set(texts)].join('\n')} />
    </details>
  );
}
