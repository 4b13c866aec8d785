/** Where Electron begins: one Shiplock for each data folder. `--home=FOLDER` names another than the user's own. */
import './heap.ts';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { app, dialog, protocol } from 'electron';
import { toErrorData } from '../shared/errors.ts';
import { inLanguage } from '../shared/words.ts';
import { defaultHome } from './cli/home.ts';
import { Desktop } from './desktop/desktop.ts';
import { guardContents } from './desktop/guards.ts';
import { shellLanguage } from './desktop/heed-settings.ts';
import { registerPageScheme } from './desktop/page-protocol.ts';
import { makeHome } from './journal/home-folder.ts';
import { readSettings } from './settings.ts';

const beside = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

// What else there is on the line is Chromium's.
const { values } = parseArgs({ strict: false, options: { home: { type: 'string' } } });
const home = resolve(typeof values['home'] === 'string' ? values['home'] : defaultHome());
makeHome(home);
app.setName('Shiplock');
// As its package does: Windows shows no notifications of others.
app.setAppUserModelId('shiplock.desktop');
// What Chromium keeps, and its lock, which is then one for each data folder.
app.setPath('userData', join(home, 'desktop'));
app.enableSandbox();
registerPageScheme(protocol);
app.on('web-contents-created', (_, contents) => guardContents(contents));

if (app.requestSingleInstanceLock()) begin();
else app.quit();

function begin(): void {
  const files = { home, page: beside('../dist/window'), preload: beside('./preload.cjs') };
  const started = app.whenReady().then(() => Desktop.start(files));
  const openWindow = (): void =>
    void started.then(
      (desktop) => desktop.openWindow(),
      () => undefined,
    );
  app.on('second-instance', openWindow);
  app.on('activate', openWindow);
  started.catch((thrown: unknown) => {
    const { message, remedy } = toErrorData(thrown);
    const language = shellLanguage(readSettings(home), app.getLocale());
    dialog.showErrorBox(
      'Shiplock',
      [message, remedy ?? ''].map((each) => inLanguage(each, language)).join('\n\n'),
    );
    app.exit(1);
  });
}
