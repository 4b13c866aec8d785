/** What CRIU says of a checkpoint as a whole. Source: CRIU's images/inventory.proto. */
import type { Message } from './message.ts';

export interface Inventory {
  /** 2 in what CRIU 3.17 to 4.2 write; in format 3 the memory may be stored compressed. */
  readonly format: number;
  /** What confined the processes; undefined: nothing. */
  readonly confinement: string | undefined;
  /** Connections were left out, and must be at the restore. Older versions do not say. */
  readonly closesConnections: boolean;
}

const field = { format: 1, confinement: 6, closesConnections: 10 } as const;
const confinements = [undefined, 'SELinux', 'AppArmor'];

export function readInventory(entry: Message): Inventory {
  const confinement = entry.number(field.confinement) ?? 0;
  return {
    format: entry.required(field.format, { en: 'in what format it is', zh: '其格式' }),
    confinement: confinement < confinements.length ? confinements[confinement] : `kind ${confinement}`,
    closesConnections: entry.isTrue(field.closesConnections),
  };
}
