/** What the kernel said that tells of failing parts. Patterns are after the kernel's own format strings, by file. */
import type { Disk } from './disks.ts';
import type { Lines } from './lines.ts';

export type MessageKind =
  | 'disk'
  | 'file-system'
  | 'turned-read-only'
  | 'memory-corrected'
  | 'memory-uncorrected'
  | 'out-of-memory'
  | 'stalled'
  | 'heat'
  | 'power';

export interface KernelMessage {
  readonly kind: MessageKind;
  readonly text: string;
  /** How long ago; undefined where the kernel does not stamp what it says. */
  readonly secondsAgo: number | undefined;
}

/** The first that fits says what it is. */
const patterns: readonly (readonly [MessageKind, RegExp])[] = [
  // fs/ext4/super.c, fs/xfs/xfs_fsops.c, fs/btrfs/messages.c
  [
    'turned-read-only',
    /Remounting filesystem read-only|Filesystem has been shut ?down|BTRFS.*forced readonly|remounted read-only/i,
  ],
  // fs/ext4/super.c, fs/jbd2/journal.c, fs/xfs/xfs_error.c, fs/btrfs, fs/f2fs, fs/squashfs, fs/ubifs
  [
    'file-system',
    /EXT[234]-fs error|EXT[234]-fs.*mounting fs with errors|JBD2: Error|Aborting journal|XFS \(.*(corrupt|error|shutting down)|BTRFS:? (error|critical)|BTRFS warning.*(csum failed|checksum)|F2FS-fs.*(error|corrupt|inconsistent)|SQUASHFS error|UBIFS error|^ubi\d+ error/i,
  ],
  // block/blk-core.c, drivers/ata/libata-eh.c, drivers/mmc/core, drivers/nvme/host/pci.c, drivers/md/raid1.c
  [
    'disk',
    /I\/O error|medium error|critical target error|failed command|\bexception Emask|error: \{|hard resetting link|revalidation failed|^mmc\w*: .*(error|timed out|timeout|failed|never left)|^nvme.*(timeout|controller is down|not ready|failure)|md\/raid.*(failure|disabling)/i,
  ],
  // drivers/edac/edac_mc.c, drivers/firmware/efi/cper.c, mm/memory-failure.c, arch/x86/kernel/cpu/mce
  ['memory-uncorrected', /EDAC .*\d+ UE |Memory failure: |Hardware Error\].*(uncorrect|fatal|panic)/i],
  ['memory-corrected', /EDAC .*\d+ CE |Hardware Error\].*(corrected|Machine check events logged)/i],
  // mm/oom_kill.c: the host's memory, not the limit of one container's.
  ['out-of-memory', /^Out of memory: Killed process/],
  // kernel/hung_task.c
  ['stalled', /task .* blocked for more than \d+ seconds/],
  // arch/x86/kernel/cpu/mce/therm_throt.c (now drivers/thermal/intel), drivers/thermal/thermal_core.c
  ['heat', /temperature above threshold|critical temperature/],
  // drivers/hwmon/raspberrypi-hwmon.c
  ['power', /under-?voltage detected/i],
];

const mostMessages = 400;

export function parseKernelMessages(
  lines: Lines,
  disks: readonly Disk[],
  upSeconds: number | undefined,
): KernelMessage[] {
  return lines
    .all('kernel')
    .slice(-mostMessages)
    .flatMap((line): KernelMessage[] => {
      const [, stamp, text = ''] = /^(?:\[ *(\d+\.\d+)\] ?)?(?:\S+ kernel: )?(.*)$/.exec(line) ?? [];
      const kind = patterns.find(([, pattern]) => pattern.test(text))?.[0];
      const device = deviceIn(text);
      if (kind === undefined || (device !== undefined && !disks.some((disk) => hasPart(disk, device))))
        return [];
      const secondsAgo =
        stamp === undefined || upSeconds === undefined ? undefined : Math.max(0, upSeconds - Number(stamp));
      return [{ kind, text, secondsAgo }];
    });
}

/** The device or controller that a message names, if it names one. */
function deviceIn(text: string): string | undefined {
  const named =
    /\bdev(?:ice)?:? ([a-z][\w-]*)|\bfailure on ([a-z]\w*)|(?:-fs|XFS|BTRFS\w*) \(([a-z][\w-]*)/i.exec(text);
  const first = /^(?:nvme )?((?:mmc|mmcblk|ata|nvme)\d\w*)/.exec(text);
  return named?.[1] ?? named?.[2] ?? named?.[3] ?? first?.[1];
}

/**
 * A loop device is a file and lent to one after the other: what lies on it and the disk below speak for themselves.
 * A journal is named after its device, with a dash; a controller is part of the way to its disks.
 */
function hasPart({ name, path }: Disk, device: string): boolean {
  if (name.startsWith('loop')) return false;
  return (
    device === name || device.startsWith(`${name}-`) || path.split('/').includes(device) || isOn(name, device)
  );
}

/** With several ways to an NVMe disk, its controller is not on its path. */
const isOn = (name: string, controller: string): boolean =>
  /^nvme\d+$/.test(controller) && name.startsWith(`${controller}n`);
