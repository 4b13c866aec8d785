/** Heat, and want of power: a host that holds its processor down for either is slow, and may turn itself off. */
import type { Found } from '../check.ts';
import { adviceFor, lastOf, saidWithin, severityOf } from '../failing.ts';
import { hostCheck } from '../subject.ts';

/** Nearer than this to where it turns itself off. */
const nearCriticalDegrees = 5;

export const temperature = hostCheck(
  'temperature',
  ['role', 'name', 'condition'],
  ({ role, name, condition }) => {
    const found: Found[] = [];
    const warm = saidWithin(1, 'heat', condition);
    const { hottest, pi, throttledTimes } = condition.heat;
    const limit = hottest?.passiveCelsius ?? Number.POSITIVE_INFINITY;
    const end = (hottest?.criticalCelsius ?? Number.POSITIVE_INFINITY) - nearCriticalDegrees;
    const isHot = hottest !== undefined && hottest.celsius >= Math.min(limit, end);
    if (isHot || warm.length > 0 || pi?.isTooWarm === true) {
      found.push({
        id: 'too-hot',
        severity: severityOf(role, 'warning'),
        host: name,
        text: {
          en: `${name} is too warm: its processor is held down, everything takes longer, and it may turn itself off.`,
          zh: `${name} 温度过高：处理器被降频，一切都会变慢，主机可能自行关机。`,
        },
        measured: [
          ...(hottest ? [`${hottest.name} ${hottest.celsius} °C`] : []),
          ...(throttledTimes > 0 ? [`throttled ${throttledTimes} ×`] : []),
          ...(warm.length > 0 ? [lastOf(warm)] : []),
        ].join('\n'),
        ...(hottest?.passiveCelsius ? { needed: `< ${hottest.passiveCelsius} °C` } : {}),
        remedy: {
          en: `Give ${name} air or shade: open the cabinet, clean the fan. That alone may mend it.`,
          zh: `改善 ${name} 的散热或遮阳：打开机柜、清洁风扇。仅此可能就够了。`,
        },
      });
    }
    const weak = saidWithin(1, 'power', condition);
    if (weak.length > 0 || pi?.isUnderVoltage === true || pi?.wasUnderVoltage === true) {
      found.push({
        id: 'under-voltage',
        severity: severityOf(role, 'warning'),
        host: name,
        text: {
          en: `${name} gets too little power. It may restart at any moment, and its card may be damaged by it.`,
          zh: `${name} 供电不足。它随时可能重启，存储卡也可能因此损坏。`,
        },
        measured:
          pi?.isUnderVoltage === true
            ? { en: 'under-voltage now', zh: '当前欠压' }
            : weak.length > 0
              ? lastOf(weak)
              : { en: 'under-voltage since it started', zh: '启动以来出现过欠压' },
        remedy:
          role === 'target'
            ? adviceFor(role, 'any-moment', name)
            : {
                en: 'Check the power supply and its cable. Move what matters first: touching them may turn it off.',
                zh: '检查电源及其线缆。请先迁出重要的容器：碰动它们可能导致断电。',
              },
      });
    }
    return found;
  },
);
