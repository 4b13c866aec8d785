/** Disks that fail, or wear out: by what they say of themselves, and by what the kernel met with. */
import type { BothLanguages } from '../../../shared/words.ts';
import type { Disk } from '../../hosts/condition/disks.ts';
import type { Found } from '../check.ts';
import { adviceFor, lastOf, type Outlook, saidWithin, severityOf } from '../failing.ts';
import { hostCheck, type HostSubject } from '../subject.ts';

const needs = ['role', 'name', 'condition'] as const;
type Facts = Pick<HostSubject, (typeof needs)[number]>;

export const diskFailing = hostCheck('disk-failing', needs, (subject) => {
  const { condition } = subject;
  const messages = saidWithin(30, 'disk', condition);
  return [
    ...condition.disks.flatMap((disk) => ofDisk(subject, disk)),
    ...(messages.length === 0
      ? []
      : [
          finding(subject, 'disk-errors', 'any-moment', lastOf(messages), {
            en: `The kernel of ${subject.name} met with errors of a disk, cable or card. It may fail at any moment, and take its data along.`,
            zh: `${subject.name} 的内核遇到了磁盘、线缆或存储卡错误。它随时可能损坏，数据也会随之丢失。`,
          }),
        ]),
    ...condition.raidArrays
      .filter(({ wanted, working }) => working < wanted)
      .map(({ name, wanted, working }) =>
        finding(subject, 'raid-degraded', 'wears-out', `${name}: ${working}/${wanted}`, {
          en: `A disk of the RAID of ${subject.name} is gone. The next one that fails may take the data along.`,
          zh: `${subject.name} 的 RAID 少了一块磁盘。下一块磁盘损坏时，数据可能随之丢失。`,
        }),
      ),
  ];
});

/** More used up than this is worth a word; a disk says 100 when it has lasted as long as its maker promised. */
const wornPercent = 90;

function ofDisk(subject: Facts, { name, smart, emmc }: Disk): Found[] {
  const host = subject.name;
  const measured = [name, smart?.model ?? '', ...signsOf(smart), ...(emmc ? [emmcText(emmc)] : [])]
    .filter(Boolean)
    .join(', ');
  const isBad = smart?.isPassed === false || smart?.isWarning === true || emmc?.reserve === 'urgent';
  if (isBad) {
    return [
      finding(subject, 'disk-failing', 'any-moment', measured, {
        en: `A disk of ${host} says of itself that it is failing. It may end at any moment; hours or days are usual.`,
        zh: `${host} 的一块磁盘报告自身即将损坏。它随时可能失效，通常只剩数小时到数天。`,
      }),
    ];
  }
  if ((smart?.pending ?? 0) + (smart?.uncorrectable ?? 0) > 0) {
    return [
      finding(subject, 'disk-sectors', 'any-moment', measured, {
        en: `A disk of ${host} has sectors that it cannot read. What lies there is lost, and such disks often fail within weeks.`,
        zh: `${host} 的一块磁盘有无法读取的扇区。其中的数据已丢失，这样的磁盘往往在数周内损坏。`,
      }),
    ];
  }
  const used = Math.max(smart?.usedPercent ?? 0, emmc?.usedPercent ?? 0);
  if (used > wornPercent || emmc?.reserve === 'warning') {
    return [
      finding(subject, 'disk-worn', 'wears-out', measured, {
        en: `A disk of ${host} is nearly worn out. It may go on for months, or become read-only without a word.`,
        zh: `${host} 的一块磁盘接近磨损寿命。它也许还能用几个月，也可能毫无预兆地变为只读。`,
      }),
    ];
  }
  return [];
}

function finding(
  { role, name }: Facts,
  id: string,
  outlook: Outlook,
  measured: string,
  text: BothLanguages,
): Found {
  return {
    id,
    severity: severityOf(role, 'warning'),
    host: name,
    text,
    measured,
    remedy: adviceFor(role, outlook, name),
  };
}

function signsOf(smart: Disk['smart']): string[] {
  if (smart === undefined) return [];
  const { isPassed, reallocated, pending, uncorrectable, usedPercent, hoursOn } = smart;
  const count = (name: string, number: number): string[] => (number > 0 ? [`${name} ${number}`] : []);
  return [
    ...(isPassed === undefined ? [] : [`SMART ${isPassed ? 'PASSED' : 'FAILED'}`]),
    ...count('reallocated', reallocated),
    ...count('pending', pending),
    ...count('uncorrectable', uncorrectable),
    ...(usedPercent === undefined ? [] : [`used ${usedPercent} %`]),
    ...(hoursOn === undefined ? [] : [`${hoursOn} h`]),
  ];
}

const emmcText = ({ usedPercent, reserve }: NonNullable<Disk['emmc']>): string =>
  [
    'eMMC',
    ...(usedPercent === undefined ? [] : [`used ${usedPercent > 100 ? '> 100' : usedPercent} %`]),
    ...(reserve === undefined ? [] : [`reserve: ${reserve}`]),
  ].join(' ');
