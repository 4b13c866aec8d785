/** Prints a page with a browser of the Chromium family that nobody sees. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ShiplockError } from '../../shared/errors.ts';
import { abortReason } from '../hosts/cancellation.ts';
import { findBrowser } from './find-browser.ts';

/** A browser starts in a second or two; a long report is printed in some. */
const longestMs = 60_000;

/** As `PrintPage` promises. The page lies meanwhile in a folder that only this user can read. */
export async function printWithBrowser(page: string, signal?: AbortSignal): Promise<Uint8Array> {
  const program = findBrowser();
  if (program === undefined) throw nothingToPrintWith();
  const folder = await mkdtemp(join(tmpdir(), 'shiplock-print-'));
  try {
    const [html, pdf] = [join(folder, 'report.html'), join(folder, 'report.pdf')];
    await writeFile(html, page, { mode: 0o600 });
    await runBrowser(program, [...optionsFor(pdf, folder), pathToFileURL(html).href], signal);
    return await readFile(pdf).catch((thrown: unknown) => {
      throw notPrinted('no PDF was written', thrown);
    });
  } finally {
    // The browser's helpers may end a moment after it.
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

const optionsFor = (pdf: string, folder: string): string[] => [
  '--headless',
  `--print-to-pdf=${pdf}`,
  '--no-pdf-header-footer',
  `--user-data-dir=${join(folder, 'browser')}`,
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-extensions',
  '--no-first-run',
  '--no-default-browser-check',
  // It has nothing to look for anywhere.
  '--disable-background-networking',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND',
  // Chromium's sandbox does not work as root.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

async function runBrowser(
  program: string,
  options: readonly string[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const limit = AbortSignal.timeout(longestMs);
  const either = signal === undefined ? limit : AbortSignal.any([signal, limit]);
  const browser = spawn(program, options, { stdio: 'ignore', signal: either, killSignal: 'SIGKILL' });
  try {
    const [status] = (await once(browser, 'exit')) as [number | null];
    if (status !== 0) throw notPrinted(`it ended with status ${status}`);
  } catch (thrown) {
    if (signal?.aborted === true) throw abortReason(signal);
    if (limit.aborted) throw tookTooLong();
    throw thrown instanceof ShiplockError ? thrown : notPrinted(String(thrown), thrown);
  }
}

const nothingToPrintWith = (): ShiplockError =>
  new ShiplockError('not-found', {
    en: 'There is no browser of the Chromium family on this machine to make it with.',
    zh: '本机没有 Chromium 系列浏览器，无法生成。',
  });

const notPrinted = (details: string, cause?: unknown): ShiplockError =>
  new ShiplockError(
    'command-failed',
    { en: 'The browser did not print the page.', zh: '浏览器未能打印页面。' },
    { details, cause },
  );

const tookTooLong = (): ShiplockError =>
  new ShiplockError('timed-out', {
    en: 'The browser did not print the page within a minute.',
    zh: '浏览器未能在一分钟内打印页面。',
  });
