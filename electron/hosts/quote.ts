/** The one place where text becomes part of a command line. */
import { ShiplockError } from '../../shared/errors.ts';

/** Characters that no POSIX shell gives a meaning to in a command's argument, wherever in it they stand. */
const plainArgument = /^[A-Za-z0-9_@%+=:,./-]+$/;
/** In a command's name an equals sign would make an assignment of it. */
const plainName = /^[A-Za-z0-9_@%+:,./-]+$/;

/** Words that are plain but would be taken for syntax in a command's place. */
const reservedWords = new Set(
  'case coproc do done elif else esac fi for function if in select then time until while'.split(' '),
);

/**
 * A command line that a POSIX shell splits into exactly these arguments, byte for byte.
 * Throws `usage` for what no command line can carry: no words at all, a NUL, a broken surrogate pair.
 */
export function quoteCommand(argv: readonly string[]): string {
  const [name, ...args] = argv;
  if (name === undefined) {
    const text = { en: 'A command needs at least one word.', zh: '命令至少要有一个词。' };
    throw new ShiplockError('usage', text);
  }
  const isPlainName = plainName.test(name) && !reservedWords.has(name);
  return [
    quoteUnless(isPlainName, name),
    ...args.map((arg) => quoteUnless(plainArgument.test(arg), arg)),
  ].join(' ');
}

function quoteUnless(isPlain: boolean, word: string): string {
  if (word.includes('\0')) {
    const text = {
      en: 'A command argument holds a NUL character, which no command can receive.',
      zh: '命令参数含 NUL 字符，任何命令都无法接收。',
    };
    throw new ShiplockError('usage', text, { details: JSON.stringify(word) });
  }
  if (!word.isWellFormed()) {
    const text = { en: 'A command argument is not valid text.', zh: '命令参数不是有效的文本。' };
    throw new ShiplockError('usage', text, { details: JSON.stringify(word) });
  }
  return isPlain ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
