/** The session of the stand-in for Electron: keeps who is asked for what the page wishes. */
import { EventEmitter } from 'node:events';
import type { Listener } from './contents-stand-in.ts';

export class StandInSession extends EventEmitter {
  permissionRequest: Listener | undefined;
  permissionCheck: Listener | undefined;
  devicePermission: Listener | undefined;
  displayMedia: Listener | undefined;
  beforeRequest: Listener | undefined;

  setPermissionRequestHandler(handler: Listener): void {
    this.permissionRequest = handler;
  }

  setPermissionCheckHandler(handler: Listener): void {
    this.permissionCheck = handler;
  }

  setDevicePermissionHandler(handler: Listener): void {
    this.devicePermission = handler;
  }

  setDisplayMediaRequestHandler(handler: Listener): void {
    this.displayMedia = handler;
  }

  readonly webRequest = {
    onBeforeRequest: (handler: Listener): void => {
      this.beforeRequest = handler;
    },
  };
}
