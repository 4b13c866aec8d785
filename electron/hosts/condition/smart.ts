/** What a disk tells of itself by SMART, as smartctl prints it: as JSON from version 7 on, as a table before. */
import { z } from 'zod';
import { toNumber } from './lines.ts';

export interface Smart {
  readonly model: string | undefined;
  /** Its own verdict. */
  readonly isPassed: boolean | undefined;
  /** Sectors that it gave up, that it cannot read now, and that it could not save. */
  readonly reallocated: number;
  readonly pending: number;
  readonly uncorrectable: number;
  /** Of an SSD: how much of its life is used up, in percent; may be above 100. */
  readonly usedPercent: number | undefined;
  /** NVMe: its reserve is below what its maker takes for safe, or it warns of itself otherwise. */
  readonly isWarning: boolean;
  readonly celsius: number | undefined;
  readonly hoursOn: number | undefined;
}

/** Undefined for what is nothing that smartctl says of a disk: of a virtual one, say. */
export function parseSmart(said: string): Smart | undefined {
  const smart = said.trimStart().startsWith('{') ? fromJson(said) : fromText(said);
  const { isPassed, reallocated, pending, uncorrectable, usedPercent, isWarning } = smart;
  const isTold =
    isPassed !== undefined || usedPercent !== undefined || reallocated + pending + uncorrectable > 0;
  return isTold || isWarning ? smart : undefined;
}

const figure = z.number().optional().catch(undefined);
const answer = z.object({
  model_name: z.string().optional().catch(undefined),
  smart_status: z.object({ passed: z.boolean() }).optional().catch(undefined),
  ata_smart_attributes: z
    .object({
      table: z.array(z.object({ id: z.number(), raw: z.object({ value: z.number() }) })).max(256),
    })
    .optional()
    .catch(undefined),
  nvme_smart_health_information_log: z
    .object({
      critical_warning: figure,
      percentage_used: figure,
      media_errors: figure,
      available_spare: figure,
      available_spare_threshold: figure,
    })
    .optional()
    .catch(undefined),
  endurance_used: z.object({ current_percent: figure }).optional().catch(undefined),
  temperature: z.object({ current: figure }).optional().catch(undefined),
  power_on_time: z.object({ hours: figure }).optional().catch(undefined),
});

/** ATA attributes that mean the same on all disks; many others are a maker's own affair. */
const attributes = { reallocated: 5, pending: 197, uncorrectable: 198 } as const;

function fromJson(text: string): Smart {
  const told = answer.safeParse(parsed(text)).data ?? {};
  const nvme = told.nvme_smart_health_information_log;
  const raw = (id: number): number =>
    lowPart(told.ata_smart_attributes?.table.find((each) => each.id === id)?.raw.value);
  return {
    model: told.model_name?.slice(0, 100),
    isPassed: told.smart_status?.passed,
    reallocated: raw(attributes.reallocated),
    pending: raw(attributes.pending),
    uncorrectable: raw(attributes.uncorrectable) + (nvme?.media_errors ?? 0),
    usedPercent: nvme?.percentage_used ?? told.endurance_used?.current_percent,
    isWarning: (nvme?.critical_warning ?? 0) !== 0 || isBelow(nvme),
    celsius: told.temperature?.current,
    hoursOn: told.power_on_time?.hours,
  };
}

function isBelow(
  nvme: { available_spare?: number | undefined; available_spare_threshold?: number | undefined } | undefined,
): boolean {
  const { available_spare: spare, available_spare_threshold: least } = nvme ?? {};
  return spare !== undefined && least !== undefined && spare < least;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Some makers keep other counts in the upper half of the 48 bits. */
const lowPart = (value: number | undefined): number =>
  value === undefined || value < 0 ? 0 : value % 2 ** 32;

function fromText(text: string): Smart {
  const row = (id: number): number =>
    lowPart(toNumber(new RegExp(`^ *${id} \\S+ +0x.* (\\d+)(?: \\(.*)?$`, 'm').exec(text)?.[1]));
  const line = (name: string): string | undefined =>
    new RegExp(`^${name}: +(\\S.*)$`, 'm').exec(text)?.[1]?.trim();
  const percent = (name: string): number | undefined => toNumber(line(name)?.replace('%', ''));
  const verdict = line('SMART overall-health self-assessment test result') ?? line('SMART Health Status');
  const spare = {
    available_spare: percent('Available Spare'),
    available_spare_threshold: percent('Available Spare Threshold'),
  };
  return {
    model: line('(?:Device Model|Model Number|Product)')?.slice(0, 100),
    isPassed: verdict === undefined ? undefined : /^(PASSED|OK)/.test(verdict),
    reallocated: row(attributes.reallocated),
    pending: row(attributes.pending),
    uncorrectable: row(attributes.uncorrectable) + (toNumber(line('Media and Data Integrity Errors')) ?? 0),
    usedPercent: percent('Percentage Used'),
    isWarning: /^0x0*[1-9a-f]/i.test(line('Critical Warning') ?? '') || isBelow(spare),
    celsius: toNumber(/^Temperature: +(\d+) Celsius/m.exec(text)?.[1]),
    hoursOn: toNumber(line('Power On Hours')?.replaceAll(',', '')),
  };
}
