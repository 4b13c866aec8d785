/** The channels between page and shell, by what `main.ts` and `preload.ts` ask of a stand-in for Electron. */
import { expect, test, vi } from 'vitest';
import type { DesktopBridge } from '../../../shared/desktop-bridge.ts';
import { channels } from '../../../electron/desktop/channels.ts';
import { ended, startDesktop, theWindow, told, useHome } from './desktop-fixture.ts';
import { electron } from './electron-stand-in.ts';

useHome();

const call = { kind: 'call', id: 1, method: 'hosts.list', input: {} };

test('the page’s calls are carried out and answered (stand-in)', async () => {
  await startDesktop();
  const page = theWindow().webContents;
  page.say(channels.opened);
  page.say(channels.fromWindow, call);
  expect(await ended(1)).toEqual({ kind: 'result', call: 1, output: [] });
});

test('a frame that is not the page is not heard, nor a page from elsewhere (stand-in)', async () => {
  await startDesktop();
  const page = theWindow().webContents;
  page.say(channels.opened);
  const within = { url: 'shiplock://window/', parent: page.mainFrame };
  for (const frame of [within, null]) page.say(channels.fromWindow, call, frame);
  page.mainFrame.url = 'shiplock://window.example/';
  page.say(channels.fromWindow, call);
  await expect(page.ask(channels.chooseFile)).rejects.toThrow();
  await expect(page.ask(channels.chooseSaveFile, 'incident.zip')).rejects.toThrow();
  page.mainFrame.url = 'shiplock://window/';
  page.say(channels.fromWindow, { ...call, id: 2 });
  await ended(2);
  expect(told()).toHaveLength(1);
  expect(electron.dialogs).toEqual([]);
});

test.each([
  ['no message', undefined],
  ['a method that there is not', { ...call, method: 'constructor' }],
  ['more than a call has', { ...call, also: 1 }],
])('%s ends the connection, until the page is loaded anew (stand-in)', async (_, message) => {
  await startDesktop();
  const page = theWindow().webContents;
  page.say(channels.opened);
  page.say(channels.fromWindow, message);
  page.say(channels.fromWindow, call);
  page.say(channels.opened);
  page.say(channels.fromWindow, { ...call, id: 2 });
  await ended(2);
  expect(told().map((each) => 'call' in each && each.call)).toEqual([2]);
});

test('an input that the contract refuses is answered as a failure (stand-in)', async () => {
  await startDesktop();
  const page = theWindow().webContents;
  page.say(channels.opened);
  page.say(channels.fromWindow, { ...call, method: 'runs.show', input: { run: 'x' } });
  expect(await ended(1)).toMatchObject({ kind: 'failed', error: { code: 'usage' } });
});

test('file dialogs give the path that was chosen, or none (stand-in)', async () => {
  await startDesktop();
  const page = theWindow().webContents;
  electron.answers.push('/home/anna/incident.zip', undefined, '/home/anna/key', undefined);
  expect(await page.ask(channels.chooseSaveFile, 'incident.zip')).toBe('/home/anna/incident.zip');
  expect(await page.ask(channels.chooseSaveFile, 'incident.zip')).toBeUndefined();
  expect(await page.ask(channels.chooseFile)).toBe('/home/anna/key');
  expect(await page.ask(channels.chooseFile)).toBeUndefined();
  await expect(page.ask(channels.chooseSaveFile, { defaultPath: '/' })).rejects.toThrow();
  expect(electron.dialogs).toHaveLength(4);
});

test('there are no channels but these (stand-in)', async () => {
  await startDesktop();
  const { ipc } = theWindow().webContents;
  expect([...ipc.eventNames(), ...ipc.handlers.keys()].toSorted()).toEqual(
    [channels.chooseFile, channels.chooseSaveFile, channels.fromWindow, channels.opened].toSorted(),
  );
});

test('the page gets the bridge, and nothing of Electron through it (stand-in)', async () => {
  const exposed = new Map<string, DesktopBridge>();
  const sent: unknown[][] = [];
  const heardBy = new Map<string, (...given: unknown[]) => void>();
  vi.resetModules();
  vi.doMock('electron', () => ({
    contextBridge: {
      exposeInMainWorld: (name: string, bridge: DesktopBridge) => void exposed.set(name, bridge),
    },
    ipcRenderer: {
      send: (...given: unknown[]) => void sent.push(given),
      on: (channel: string, hear: (...given: unknown[]) => void) => void heardBy.set(channel, hear),
      invoke: async (...given: unknown[]) => given,
    },
  }));
  await import('../../../electron/preload.ts');
  expect([...exposed.keys()]).toEqual(['shiplock']);
  const bridge = exposed.get('shiplock');
  expect(Object.keys(bridge ?? {})).toEqual(['send', 'onMessage', 'chooseSaveFile', 'chooseFile']);
  const heard: unknown[][] = [];
  bridge?.onMessage((...given) => void heard.push(given));
  heardBy.get(channels.fromStation)?.({ sender: 'Electron' }, { kind: 'asked', ask: 1 }, 'more');
  bridge?.send({ kind: 'cancel', id: 7 });
  expect(heard).toEqual([[{ kind: 'asked', ask: 1 }]]);
  expect(sent).toEqual([[channels.opened], [channels.fromWindow, { kind: 'cancel', id: 7 }]]);
  expect(await bridge?.chooseSaveFile('a.zip')).toEqual([channels.chooseSaveFile, 'a.zip']);
});
