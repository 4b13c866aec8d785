/** The store of restore points as text for people. */
import type { Output } from '../../shared/contract.ts';
import { formatBytes } from '../../shared/units.ts';

type Ways = Output<'store.show'>['opensWith'];

export function storeText({ folder, restorePoints, images, bytes, opensWith }: Output<'store.show'>): string {
  if (opensWith.length === 0)
    return 'There are no restore points yet. Take one: shiplock backup CONTAINER --from HOST\n';
  const points = restorePoints === 1 ? '1 restore point' : `${restorePoints} restore points`;
  const kept = images === 1 ? '1 image' : `${images} images`;
  return `${folder}: ${points}, ${kept}, ${formatBytes(bytes)}.\n${waysText({ opensWith })}`;
}

export function waysText({ opensWith }: { opensWith: Ways }): string {
  return `It is opened by ${opensWith.map((way) => names[way]).join(', or by ')}.\n`;
}

export function recoveryKeyText({ recoveryKey }: Output<'store.renewRecoveryKey'>): string {
  return `${recoveryKey}\nThis recovery key is kept nowhere: write it down. The one before opens nothing any more.\n`;
}

const names = {
  keyring: "this system's keyring",
  passphrase: 'its passphrase',
  recovery: 'its recovery key',
} as const satisfies Record<Ways[number], string>;
