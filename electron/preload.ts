/** Hands the contract's wire, and the system's file dialogs, to the page; nothing else. */
import { contextBridge, ipcRenderer } from 'electron';
import type { DesktopBridge } from '../shared/desktop-bridge.ts';
import { channels } from './desktop/channels.ts';

contextBridge.exposeInMainWorld('shiplock', {
  send: (message) => ipcRenderer.send(channels.fromWindow, message),
  onMessage: (heard) => {
    // The event leads to Electron, and stays here.
    ipcRenderer.on(channels.fromStation, (_, message) => heard(message));
    ipcRenderer.send(channels.opened);
  },
  chooseSaveFile: (suggested) => ipcRenderer.invoke(channels.chooseSaveFile, suggested),
  chooseFile: () => ipcRenderer.invoke(channels.chooseFile),
} satisfies DesktopBridge);
