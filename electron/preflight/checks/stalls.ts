/** Programs that stood still for minutes, mostly for a disk that does not answer. */
import { adviceFor, lastOf, saidWithin, severityOf } from '../failing.ts';
import { hostCheck } from '../subject.ts';

export const stalls = hostCheck('stalls', ['role', 'name', 'condition'], ({ role, name, condition }) => {
  const stalled = saidWithin(1, 'stalled', condition);
  if (stalled.length === 0) return [];
  return [
    {
      id: 'stalled-programs',
      severity: severityOf(role, 'warning'),
      host: name,
      text: {
        en: `Programs on ${name} stood still for minutes, mostly a sign of a disk that does not answer.`,
        zh: `${name} 上有程序停顿了数分钟，多半是磁盘没有响应。`,
      },
      measured: lastOf(stalled),
      remedy: adviceFor(role, 'any-moment', name),
    },
  ];
});
