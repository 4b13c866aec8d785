/** Memory that does not keep what it is given, and memory that does not suffice. */
import type { Found } from '../check.ts';
import { adviceFor, lastOf, saidWithin, severityOf } from '../failing.ts';
import { hostCheck } from '../subject.ts';

/** A corrected error now and then is what such memory is for. */
const manyCorrected = 100;

export const memoryErrors = hostCheck(
  'memory-errors',
  ['role', 'name', 'condition'],
  ({ role, name, condition }) => {
    const { memoryErrors: counted } = condition;
    const uncorrected = saidWithin(Number.POSITIVE_INFINITY, 'memory-uncorrected', condition);
    const corrected = saidWithin(30, 'memory-corrected', condition);
    const killed = saidWithin(7, 'out-of-memory', condition);
    const measured = [
      ...(counted ? [`corrected ${counted.corrected}, uncorrected ${counted.uncorrected}`] : []),
      ...[uncorrected, corrected].filter((each) => each.length > 0).map(lastOf),
    ].join('\n');
    const found: Found[] = [];
    if (uncorrected.length > 0 || (counted?.uncorrected ?? 0) > 0) {
      found.push({
        id: 'memory-errors-uncorrected',
        severity: severityOf(role, 'error'),
        host: name,
        text: {
          en: `The memory of ${name} has lost data since it started. Programs there may be damaged already, and it may crash at any moment.`,
          zh: `${name} 的内存自启动以来丢失过数据。其中的程序可能已受损，主机随时可能崩溃。`,
        },
        measured,
        remedy: adviceFor(role, 'any-moment', name),
      });
    } else if (corrected.length > 0 || (counted?.corrected ?? 0) >= manyCorrected) {
      found.push({
        id: 'memory-errors-corrected',
        severity: severityOf(role, 'warning'),
        host: name,
        text: {
          en: `The memory of ${name} makes errors. They were corrected so far; a module that makes them often fails within weeks or months.`,
          zh: `${name} 的内存出现错误。目前都已纠正；频繁出错的内存条往往在数周到数月内损坏。`,
        },
        measured,
        remedy: adviceFor(role, 'wears-out', name),
      });
    }
    if (killed.length > 0) {
      found.push({
        id: 'out-of-memory',
        severity: severityOf(role, 'warning'),
        host: name,
        text: {
          en: `${name} ran out of memory in the last days, and its kernel ended programs for it.`,
          zh: `${name} 最近几天曾耗尽内存，内核因此终止了一些程序。`,
        },
        measured: lastOf(killed),
        remedy:
          role === 'target'
            ? {
                en: `Stop something on ${name}, or move to a host with more memory.`,
                zh: `停掉 ${name} 上的一些程序，或迁移到内存更大的主机。`,
              }
            : {
                en: `The container itself may be ended the same way at any moment: stop something else on ${name}.`,
                zh: `该容器也随时可能因此被终止：请停掉 ${name} 上的其他程序。`,
              },
      });
    }
    return found;
  },
);
