/**
 * What is made of a host's signs of failure. The tools' output is recorded: as smartctl 7.4 and 6.6, last of util-linux 2.38
 * and kernels 5.10 to 6.18 print it, with the figures of disks that failed. Real hosts: test/integration/condition.test.ts.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parseCondition } from '../../../electron/hosts/condition/condition.ts';
import { hostChecks } from '../../../electron/preflight/checks/index.ts';
import type { Role } from '../../../electron/preflight/subject.ts';
import { goodHost, idsOf } from './facts.ts';

/** Healthy, on a partition of /dev/sda behind the controller ata3, with a second disk mmcblk0 and a third nvme0n1. */
const healthy = `uptime 864000.12 1600000.00
now 1795276345
engine-root /var/lib/docker
mount 8:1 ext4 / rw,relatime /dev/sda1 rw,errors=remount-ro
mount 0:24 tmpfs /run rw,nosuid,nodev tmpfs rw,size=200000k,mode=755
mount 179:1 ext4 /srv rw,relatime /dev/mmcblk0p1 rw
mount 7:1 squashfs /snap/core/1 ro,nodev,relatime /dev/loop1 ro
fstab / ext4 errors=remount-ro
fstab /srv ext4 defaults
space / 30000000 12000000
space /run 200000 199000
space /srv 15000000 9000000
inodes / 1900000 1500000
disk sda1 /sys/devices/pci0000:00/0000:00:17.0/ata3/host2/target2:0:0/2:0:0:0/block/sda/sda1
disk sda /sys/devices/pci0000:00/0000:00:17.0/ata3/host2/target2:0:0/2:0:0:0/block/sda
disk mmcblk0p1 /sys/devices/platform/soc/fe340000.mmc/mmc_host/mmc0/mmc0:0001/block/mmcblk0/mmcblk0p1
disk mmcblk0 /sys/devices/platform/soc/fe340000.mmc/mmc_host/mmc0/mmc0:0001/block/mmcblk0
disk nvme0n1 /sys/devices/pci0000:00/0000:00:1d.0/0000:03:00.0/nvme/nvme0/nvme0n1
emmc-life mmcblk0 0x02 0x01
emmc-spare mmcblk0 0x01
raid Personalities : [raid1]
raid md0 : active raid1 sdb1[1] sda1[0]
raid       1953383488 blocks super 1.2 [2/2] [UU]
raid unused devices: <none>
edac 3 0
thermal 48000 critical=105000 passive=95000 name=x86_pkg_temp
thermal -274000 critical=0 name=acpitz
pi-throttled 0
throttled 12
last reboot   system boot  6.1.0-13-amd64   2026-11-11T09:00:00+00:00   still running
last shutdown system down  6.1.0-13-amd64   2026-11-11T08:59:00+00:00 - 2026-11-11T09:00:00+00:00  (00:01)
last reboot   system boot  6.1.0-13-amd64   2026-10-01T09:00:00+00:00 - 2026-11-11T08:59:00+00:00 (40+23:59)
last 
last wtmp begins 2026-01-01T00:00:00+00:00
`;

const kernel = (...texts: string[]): string =>
  texts.map((text) => `kernel [863000.123456] ${text}\n`).join('');
const smart = (disk: string, text: string): string =>
  text
    .trim()
    .split('\n')
    .map((line) => `smart ${disk} ${line}\n`)
    .join('');
const without = (word: string): string => healthy.replace(new RegExp(`^${word} .*\n`, 'gm'), '');
const ataJson = (passed: boolean, reallocated: number, pending: number): string => `{
  "json_format_version": [1, 0],
  "smartctl": {"version": [7, 4], "argv": ["smartctl", "-j", "-H", "-A", "/dev/sda"], "exit_status": 0},
  "device": {"name": "/dev/sda", "info_name": "/dev/sda [SAT]", "type": "sat", "protocol": "ATA"},
  "model_name": "WDC WD10EZEX-08WN4A0",
  "smart_status": {"passed": ${passed}},
  "ata_smart_attributes": {
    "revision": 16,
    "table": [
      {"id": 5, "name": "Reallocated_Sector_Ct", "value": 200, "worst": 200, "thresh": 140, "when_failed": "",
       "flags": {"value": 51, "string": "PO--CK "}, "raw": {"value": ${reallocated}, "string": "${reallocated}"}},
      {"id": 197, "name": "Current_Pending_Sector", "value": 200, "worst": 200, "thresh": 0, "when_failed": "",
       "flags": {"value": 50, "string": "-O--CK "}, "raw": {"value": ${pending}, "string": "${pending}"}}
    ]
  },
  "power_on_time": {"hours": 41230},
  "temperature": {"current": 34}
}`;
const nvmeJson = (used: number, warning: number, spare = 100): string => `{
  "model_name": "Samsung SSD 980 500GB",
  "smart_status": {"passed": ${warning === 0}, "nvme": {"value": ${warning}}},
  "nvme_smart_health_information_log": {
    "critical_warning": ${warning}, "temperature": 41, "available_spare": ${spare}, "available_spare_threshold": 10,
    "percentage_used": ${used}, "power_on_hours": 9000, "media_errors": 0
  }
}`;
const ataText = (verdict: string, pending: number): string => `
smartctl 6.6 2017-11-05 r4594 [x86_64-linux-4.19.0] (local build)
=== START OF READ SMART DATA SECTION ===
SMART overall-health self-assessment test result: ${verdict}

Vendor Specific SMART Attributes with Thresholds:
ID# ATTRIBUTE_NAME          FLAG     VALUE WORST THRESH TYPE      UPDATED  WHEN_FAILED RAW_VALUE
  5 Reallocated_Sector_Ct   0x0033   100   100   010    Pre-fail  Always       -       0
194 Temperature_Celsius     0x0022   064   052   000    Old_age   Always       -       36 (Min/Max 20/48)
197 Current_Pending_Sector  0x0012   100   100   000    Old_age   Always       -       ${pending}`;

const signs: readonly (readonly [string, string, string])[] = [
  ['disk-failing', 'a disk whose own verdict is bad', smart('sda', ataJson(false, 1200, 0))],
  ['disk-failing', 'the same from an older smartctl', smart('sda', ataText('FAILED!', 0))],
  ['disk-failing', 'an NVMe disk that warns', smart('nvme0n1', nvmeJson(40, 4))],
  ['disk-failing', 'an NVMe disk without reserve', smart('nvme0n1', nvmeJson(40, 0, 3))],
  ['disk-failing', 'an eMMC without reserve', 'emmc-spare mmcblk0 0x03\n'],
  ['disk-sectors', 'sectors that cannot be read', smart('sda', ataJson(true, 0, 8))],
  ['disk-sectors', 'the same from an older smartctl', smart('sda', ataText('PASSED', 16))],
  ['disk-worn', 'an NVMe disk past its promised life', smart('nvme0n1', nvmeJson(103, 0))],
  ['disk-worn', 'an eMMC past its life', 'emmc-life mmcblk0 0x03 0x0b\n'],
  [
    'disk-errors',
    'a sector that cannot be read',
    kernel('I/O error, dev sda, sector 1953 op 0x0:(READ) flags 0x0'),
  ],
  ['disk-errors', 'an older kernel', kernel('blk_update_request: critical medium error, dev sda, sector 9')],
  ['disk-errors', 'a buffer', kernel('Buffer I/O error on dev sda1, logical block 12, async page read')],
  ['disk-errors', 'ATA', kernel('ata3.00: failed command: READ FPDMA QUEUED', 'ata3: hard resetting link')],
  ['disk-errors', 'a card', kernel('mmc0: Timeout waiting for hardware interrupt.')],
  ['disk-errors', 'NVMe', kernel('nvme nvme0: I/O 12 QID 3 timeout, reset controller')],
  ['raid-degraded', 'RAID', 'raid md1 : active raid1 sda2[0]\nraid       9 blocks [2/1] [U_]\n'],
  ['file-system-errors', 'ext4 itself', 'ext4-errors sda1 3 1795200000\n'],
  [
    'file-system-errors',
    'ext4, by the kernel',
    kernel(
      'EXT4-fs error (device sda1): ext4_lookup:1855: inode #131: comm ls: deleted inode referenced: 17',
    ),
  ],
  ['file-system-errors', 'a journal', kernel('Aborting journal on device sda1-8.')],
  ['file-system-errors', 'XFS', kernel('XFS (sda1): Corruption detected. Unmount and run xfs_repair')],
  [
    'file-system-errors',
    'btrfs',
    kernel('BTRFS error (device sda1): bdev /dev/sda1 errs: wr 0, rd 12, flush 0, corrupt 3, gen 0'),
  ],
  ['memory-errors-uncorrected', 'a controller', 'edac 0 1\n'],
  [
    'memory-errors-uncorrected',
    'the kernel',
    kernel('EDAC MC0: 1 UE memory read error on CPU_SrcID#0_MC#0_Chan#0_DIMM#0 (channel:0 slot:0)'),
  ],
  ['memory-errors-corrected', 'a controller', 'edac 412 0\n'],
  ['memory-errors-corrected', 'the kernel', kernel('mce: [Hardware Error]: Machine check events logged')],
  [
    'out-of-memory',
    'the kernel',
    kernel('Out of memory: Killed process 4711 (java) total-vm:9kB, anon-rss:8kB'),
  ],
  ['stalled-programs', 'the kernel', kernel('INFO: task jbd2/sda1-8:231 blocked for more than 120 seconds.')],
  ['too-hot', 'a zone', 'thermal 97000 critical=105000 passive=95000 name=x86_pkg_temp\n'],
  ['too-hot', 'the kernel', kernel('CPU2: Package temperature above threshold, cpu clock throttled')],
  ['too-hot', 'a Raspberry Pi', 'pi-throttled 80008\n'],
  ['under-voltage', 'a Raspberry Pi', 'pi-throttled 50005\n'],
  ['under-voltage', 'the kernel', kernel('hwmon hwmon1: Undervoltage detected!')],
  ['disk-full', 'no room', 'mount 8:2 ext4 /var rw /dev/sda2 rw\nspace /var 1000000 12\n'],
  [
    'disk-full',
    'no inodes',
    'mount 8:2 ext4 /var rw /dev/sda2 rw\nspace /var 1000000 500000\ninodes /var 100000 7\n',
  ],
  ['read-only', 'another disk than Docker’s', 'mount 8:2 ext4 /var/tmp ro,relatime /dev/sda2 ro\n'],
  ['read-only', 'a share of the kernel’s', kernel('EXT4-fs (sda1): Remounting filesystem read-only')],
  [
    'unexpected-reboots',
    'two days ago',
    'last reboot   system boot  6.1.0-13-amd64   2026-09-30T09:00:00+00:00\n',
  ],
  ['unexpected-reboots', 'a crash', 'crash dmesg-efi_pstore-174012345601001\n'],
];

const found = async (output: string, role: Role = 'source'): Promise<string[]> => {
  const subject = { ...goodHost(), role, condition: parseCondition(output) };
  return (await Promise.all(hostChecks.map((check) => idsOf(check, subject)))).flat();
};

/** What is told last replaces what the healthy host says of the same. */
function sick(sign: string): string {
  const word = sign.slice(0, sign.indexOf(' '));
  if (word === 'last') {
    const recent = healthy.replace(/^last shutdown .*\n/m, '').replaceAll('2026-11-11', '2026-11-21');
    return recent + sign;
  }
  const isOne = ['edac', 'thermal', 'pi-throttled'].includes(word) || word.startsWith('emmc');
  return (isOne ? without(word) : healthy) + sign;
}

test('a healthy host gives no finding, recorded', async () => {
  expect(await found(healthy)).toEqual([]);
  expect(await found(healthy + smart('sda', ataJson(true, 2, 0)) + smart('nvme0n1', nvmeJson(3, 0)))).toEqual(
    [],
  );
});

test.each(signs)('%s, from %s, recorded: told of the source, stops a move to it', async (id, _of, sign) => {
  expect(await found(sick(sign))).toEqual([`info ${id}`]);
  expect(await found(sick(sign), 'alone')).toEqual([`warning ${id}`]);
  const onTarget = id === 'memory-errors-uncorrected' ? 'error' : 'warning';
  expect(await found(sick(sign), 'target')).toEqual([`${onTarget} ${id}`]);
});

describe('a disk that Docker lies on and that became read-only, recorded,', () => {
  const turned = (options: string, state: string): string =>
    healthy.replace(/^mount 8:1 .*$/m, `mount 8:1 ext4 / ${options} /dev/sda1 ${state}`);

  test.each([
    ['as kernels before 6.15 show it', turned('ro,relatime', 'ro,errors=remount-ro')],
    ['as later ones do', turned('rw,relatime', 'rw,errors=remount-ro,emergency_ro')],
  ])('%s', async (_how, output) => {
    expect(await found(output)).toEqual(['info engine-read-only']);
    expect(await found(output, 'target')).toEqual(['error engine-read-only']);
  });

  test('is no sign where the host’s own table wants it so, and Docker lies elsewhere', async () => {
    const meant = `${turned('ro,relatime', 'ro')}mount 8:5 ext4 /var/lib/docker rw /dev/sda5 rw\n`.replace(
      'fstab / ext4 errors=remount-ro',
      'fstab / ext4 ro,errors=remount-ro',
    );
    expect(await found(meant)).toEqual([]);
  });
});

test('what is not this host’s, or no sign, gives no finding, recorded', async () => {
  const said = kernel(
    'I/O error, dev sdz, sector 8 op 0x0:(READ) flags 0x0 phys_seg 1 prio class 2',
    'EXT4-fs error (device loop1): ext4_lookup:1855: inode #131: comm ls: deleted inode referenced: 17',
    'ata9.00: exception Emask 0x0 SAct 0x0 SErr 0x0 action 0x6 frozen',
    'mce: CPU0: Thermal monitoring enabled (TM1)',
    'mce: Using 8 MCE banks',
    'EDAC MC: Ver: 3.0.0',
    'EXT4-fs (sda1): mounted filesystem with ordered data mode. Opts: errors=remount-ro',
    'EXT4-fs (sda1): re-mounted. Opts: errors=remount-ro',
    'Memory cgroup out of memory: Killed process 99 (gauge)',
    'hwmon hwmon1: Voltage normalised',
    'mmc0: new high speed SDHC card at address aaaa',
  );
  expect(await found(healthy + said)).toEqual([]);
  // Heat and want of power of days ago.
  expect(await found(`${healthy}kernel [ 12.000000] hwmon hwmon1: Undervoltage detected!\n`)).toEqual([]);
});

test('whatever a host answers, the checks give an answer', async () => {
  const weird = [
    '',
    '\0'.repeat(1000),
    'mount\nmount  \nmount a b c d e f g\nspace x y z\ndisk\nsmart\nsmart sda {\nedac x\nthermal\nlast\nfstab /\n',
    `disk sda /sys\nsmart sda ${'['.repeat(100_000)}\n`,
    `disk sda /sys\n${smart('sda', '{"smart_status": 5, "ata_smart_attributes": {"table": [{"id": "5"}]}}')}`,
    `uptime -1\nkernel [99999999999999.1] Out of memory: Killed process\nnow 9e99\nemmc-life sda 0xzz\n`,
    'mount 8:1 ext4 / rw /dev/sda1 rw\n'.repeat(30_000),
  ];
  for (const output of weird) expect(await found(output)).toEqual(expect.any(Array));
});

describe('condition.sh', () => {
  const script = fileURLToPath(new URL('../../../electron/hosts/condition/condition.sh', import.meta.url));

  const longestMs = 20_000;

  /** What it prints on this machine, where these programs say what they say here. */
  function run(programs: Readonly<Record<string, string>>): string {
    const folder = mkdtempSync(path.join(tmpdir(), 'shiplock-condition-'));
    try {
      for (const [name, text] of Object.entries(programs)) {
        writeFileSync(path.join(folder, name), `#!/bin/sh\n${text}\n`);
        chmodSync(path.join(folder, name), 0o755);
      }
      const env = { ...process.env, PATH: `${folder}:${process.env['PATH']}` };
      return execFileSync('sh', [script, '/var/lib/docker'], { env, encoding: 'utf8', timeout: longestMs });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  test('lets through what the checks look for, recorded', () => {
    const texts = signs
      .flatMap(([, , sign]) => sign.split('\n'))
      .filter((line) => line.startsWith('kernel '))
      .map((line) => line.slice('kernel '.length));
    const dmesg = `cat <<'END'\n[    1.000000] Linux version 6.18\n${texts.join('\n')}\nEND`;
    const output = run({ dmesg });
    const said = output.split('\n').filter((line) => line.startsWith('kernel '));
    expect(said).toEqual(texts.map((text) => `kernel ${text}`));
    expect(parseCondition(output)).toMatchObject({
      upSeconds: expect.any(Number),
      engineFileSystem: { place: expect.stringMatching(/^\//), availableBytes: expect.any(Number) },
    });
  });

  test('waits for no disk that does not answer, even if its question cannot be ended', () => {
    // Some timeouts take -k. Waiting for it would take longer than `run` waits.
    const output = run({ smartctl: `exec sleep ${(longestMs / 1000) * 2}`, timeout: 'shift 3; exec "$@"' });
    expect(parseCondition(output).upSeconds).toEqual(expect.any(Number));
  });
});
