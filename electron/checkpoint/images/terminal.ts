/** Terminals that a container has open. Source: CRIU's images/tty.proto. */
import type { Message } from './message.ts';

const field = { device: 8, pseudoterminal: 12 } as const;
const pseudoterminalField = { index: 1 } as const;

/** Its path in /dev, as Linux names such devices (the kernel's Documentation/admin-guide/devices.txt). */
export function terminalName(entry: Message): string {
  const device = entry.number(field.device) ?? 0;
  const [major, minor] = [(device >> 8) & 0xfff, (device & 0xff) | ((device >> 12) & 0xfff00)];
  const index = entry.message(field.pseudoterminal)?.number(pseudoterminalField.index);
  if (major === 5 && minor < 3) return ['/dev/tty', '/dev/console', '/dev/ptmx'][minor] ?? 'terminal';
  if (major === 4) return minor < 64 ? `/dev/tty${minor}` : `/dev/ttyS${minor - 64}`;
  return index === undefined ? `terminal ${major}:${minor}` : `/dev/pts/${index}`;
}
