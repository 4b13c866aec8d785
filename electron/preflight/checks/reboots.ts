/** Hosts that went down by themselves, and will again. */
import { adviceFor, severityOf } from '../failing.ts';
import { hostCheck } from '../subject.ts';

/** Power fails now and then: this often, or so shortly ago, it is a sign. */
const often = 3;
const oftenWithinDays = 30;
const recentDays = 2;

export const reboots = hostCheck(
  'reboots',
  ['role', 'name', 'condition'],
  ({ role, name, condition: { outages, crashes } }) => {
    const late = outages.filter(({ daysAgo }) => daysAgo <= oftenWithinDays);
    const isSign = late.length >= often || late.some(({ daysAgo }) => daysAgo <= recentDays);
    if (!isSign && crashes.length === 0) return [];
    const times = late.slice(0, 5).map(({ bootedAt }) => new Date(bootedAt * 1000).toISOString());
    return [
      {
        id: 'unexpected-reboots',
        severity: severityOf(role, 'warning'),
        host: name,
        text: {
          en: `${name} went down without being shut down, by loss of power or a crash. It may do so again at any moment.`,
          zh: `${name} 曾未经关机就停机（断电或崩溃）。随时可能再次发生。`,
        },
        measured: [
          ...(late.length > 0 ? [`${late.length} × / ${oftenWithinDays} d: ${times.join(' ')}`] : []),
          ...(crashes.length > 0 ? [`pstore: ${crashes.slice(0, 5).join(' ')}`] : []),
        ].join('\n'),
        remedy: adviceFor(role, 'any-moment', name),
      },
    ];
  },
);
