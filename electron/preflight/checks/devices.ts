/** Devices of the host that the container was given. */
import type { Check } from '../subject.ts';

export const devices: Check = ({ missingDevices, target }) =>
  missingDevices.map((device) => ({
    id: 'device-missing',
    severity: 'error',
    text: `${target.name} has no device ${device}, which the container uses.`,
    needed: device,
    remedy: `Connect the device to ${target.name}.`,
  }));
