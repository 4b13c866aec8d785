/** The preload script, with what it asks Electron for, as a script that runs in a page before the page's own. */
import { readFileSync } from 'node:fs';

/** `preload`: its file. It speaks with the app by `electronStandIn`, which the page itself does not get to see. */
export const preloadScript = (preload: string): string => `(() => {
  const { electronStandIn: app } = globalThis;
  delete globalThis.electronStandIn;
  if (globalThis !== globalThis.top) return;
  const listeners = [];
  const hear = async () => {
    for (;;) {
      for (const [channel, ...given] of await app('hear')) {
        for (const each of listeners) if (each.channel === channel) each.listener({}, ...given);
      }
    }
  };
  void app('begin').then(hear);
  const electron = {
    contextBridge: {
      exposeInMainWorld: (name, bridge) => Object.defineProperty(globalThis, name, { value: Object.freeze(bridge), enumerable: true }),
    },
    ipcRenderer: {
      on: (channel, listener) => void listeners.push({ channel, listener }),
      send: (channel, ...given) => void app('send', channel, given),
      invoke: (channel, ...given) => app('invoke', channel, given),
    },
  };
  ((require, module) => {
    ${readFileSync(preload, 'utf8')}
  })(() => electron, { exports: {} });
})();`;
