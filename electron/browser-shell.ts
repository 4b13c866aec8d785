/** The window in a browser of this machine, where the desktop runtime is not installed. See `usage`. */
import './heap.ts';
import { enableCompileCache } from 'node:module';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { toErrorData, asShiplockError } from '../shared/errors.ts';
import { inLanguage, type Words } from '../shared/words.ts';
import { askFirstShell } from './browser/first-shell.ts';
import { texts } from './browser/shell-texts.ts';
import { printError } from './cli/error-text.ts';
import { defaultHome } from './cli/home.ts';
import { languageOf } from './cli/language.ts';
import { makeHome } from './journal/home-folder.ts';

const usage = `Opens Shiplock's window in a browser of this machine: Chromium, Chrome, Edge or Brave as a window of its own, else a tab
of the default browser.

  --home FOLDER   where the journal is kept (default: your data folder)
  --no-open       open no browser: print an address that opens the window, once; stay until Ctrl-C
  --help

SHIPLOCK_BROWSER names the browser's program, if it lies at an unusual place. Started a second time for the same
home, the first one opens another window. Closed while something is under way, Shiplock stays until that has ended.
`;

// As `build/shiplock.js` does: what was compiled once is not compiled again.
enableCompileCache(
  process.env['NODE_COMPILE_CACHE'] ??
    fileURLToPath(new URL('../node_modules/.cache/shiplock', import.meta.url)),
);
const language = languageOf(undefined, process.env);
const say = (words: Words): void => void process.stdout.write(`${inLanguage(words, language)}\n`);
// A terminal that was closed reads no more; what goes on must not end for that.
for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);

const given = wordsGiven();
if (given?.help === true) process.stdout.write(usage);
else if (given !== undefined) await open(resolve(given.home ?? defaultHome()), given['no-open'] !== true);

function wordsGiven() {
  try {
    const help = { type: 'boolean' } as const;
    return parseArgs({ options: { home: { type: 'string' }, 'no-open': help, help } }).values;
  } catch (thrown) {
    process.stderr.write(`${asShiplockError(thrown).message}\n\n${usage}`);
    process.exitCode = 2;
    return undefined;
  }
}

async function open(home: string, opens: boolean): Promise<void> {
  try {
    makeHome(home);
    const granted = await askFirstShell(home, opens ? 'window' : 'address');
    if (granted === undefined) await carryOut(home, opens);
    else say(granted.address === undefined ? texts.runsAlready : texts.address(granted.address));
  } catch (thrown) {
    const error = asShiplockError(thrown);
    process.stderr.write(printError(toErrorData(error), language));
    process.exitCode = error.exitStatus;
  }
}

async function carryOut(home: string, opens: boolean): Promise<void> {
  const { BrowserShell } = await import('./browser/shell.ts');
  await using shell = await BrowserShell.start({ home, opens, say });
  const onSignal = (): void => {
    if (shell.cancel()) return;
    say(texts.left);
    process.exit(3);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  await shell.over;
}
