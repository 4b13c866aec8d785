/** Figures and times as each language writes them. Sizes are the same in both: 1.5 kB. */
import { formatBytes } from '../../shared/units.ts';
import type { Language } from '../../shared/words.ts';

export interface Format {
  readonly bytes: (bytes: number) => string;
  readonly rate: (bytesPerSecond: number) => string;
  /** 850 ms, 1.2 s, 3 min 5 s; 850 毫秒, 1.2 秒, 3 分 5 秒. */
  readonly duration: (ms: number) => string;
  readonly number: (value: number) => string;
  readonly percent: (share: number) => string;
  /** Names beside each other. */
  readonly list: (items: readonly string[]) => string;
  /** Of an ISO 8601 time: date and time of day, in the laptop's time zone. */
  readonly dateTime: (at: string) => string;
  readonly time: (at: string) => string;
  /** How long before `now`: "3 minutes ago". */
  readonly ago: (at: string, now: number) => string;
}

const locales = { en: 'en-GB', zh: 'zh-CN' } as const;
const known = new Map<Language, Format>();

export function formatIn(language: Language): Format {
  const format = known.get(language) ?? makeFormat(language);
  known.set(language, format);
  return format;
}

function makeFormat(language: Language): Format {
  const locale = locales[language];
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' });
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  return {
    bytes: formatBytes,
    rate: (bytesPerSecond) => `${formatBytes(bytesPerSecond)}/s`,
    duration: (ms) => duration(ms, language),
    number: (value) => whole.format(value),
    percent: (value) => share.format(value),
    list: (items) => items.join(language === 'zh' ? '、' : ', '),
    dateTime: (at) => dateTime.format(new Date(at)),
    time: (at) => time.format(new Date(at)),
    ago: (at, now) => {
      // `now` may be a little old: nothing that has happened is still to come.
      const seconds = Math.min((Date.parse(at) - now) / 1000, 0);
      const [unit, length] = agoUnits.find(([, each]) => Math.abs(seconds) >= each) ?? ['second', 1];
      return relative.format(Math.round(seconds / length), unit);
    },
  };
}

const agoUnits = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

const unitNames = {
  en: { ms: ' ms', s: ' s', min: ' min ', h: ' h ' },
  zh: { ms: ' 毫秒', s: ' 秒', min: ' 分 ', h: ' 小时 ' },
} as const;

function duration(ms: number, language: Language): string {
  const unit = unitNames[language];
  if (ms < 1000) return `${Math.round(ms)}${unit.ms}`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)}${unit.s}`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)}${unit.min}${seconds % 60}${unit.s}`;
  return `${Math.floor(seconds / 3600)}${unit.h}${Math.round((seconds % 3600) / 60)}${unit.min}`.trimEnd();
}
