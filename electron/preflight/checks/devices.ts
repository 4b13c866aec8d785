/** Devices of the host that the container was given. */
import { moveCheck } from '../subject.ts';

export const devices = moveCheck('devices', ['missingDevices', 'target'], ({ missingDevices, target }) =>
  missingDevices.map((device) => ({
    id: 'device-missing',
    severity: 'error',
    host: target.name,
    text: {
      en: `${target.name} has no device ${device}, which the container uses.`,
      zh: `${target.name} 上没有容器所用的设备 ${device}。`,
    },
    needed: device,
    remedy: { en: `Connect the device to ${target.name}.`, zh: `将该设备接到 ${target.name} 上。` },
  })),
);
