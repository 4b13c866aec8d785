/** How much signs of failure weigh: on the source they are why one moves, on the target why one should not. */
import type { KernelMessage, MessageKind } from '../hosts/condition/kernel-messages.ts';
import type { Severity } from '../../shared/model.ts';
import type { BothLanguages } from '../../shared/words.ts';
import type { Role } from './subject.ts';

/** On the source nothing of this stops a move. `onTarget`: what it is there, and what it is at most anywhere else. */
export function severityOf(role: Role, onTarget: 'info' | 'warning' | 'error'): Severity {
  switch (role) {
    case 'source':
      return 'info';
    case 'target':
      return onTarget;
    case 'alone':
      return onTarget === 'info' ? 'info' : 'warning';
  }
}

/** How long a host may last. */
export type Outlook = 'any-moment' | 'wears-out';

export function adviceFor(role: Role, outlook: Outlook, host: string): BothLanguages {
  switch (role) {
    case 'target':
      return {
        en: `Move to another host, or mend ${host} first.`,
        zh: `请迁移到其他主机，或先修好 ${host}。`,
      };
    case 'source':
    case 'alone':
      return outlook === 'any-moment'
        ? {
            en: `Move what matters off ${host} now, the most important first; do not restart it before.`,
            zh: `请立即把重要的容器迁出 ${host}，最重要的先迁；在此之前不要重启它。`,
          }
        : {
            en: `Move what matters off ${host} in the next days or weeks, and replace the part.`,
            zh: `请在几天到几周内把重要的容器迁出 ${host}，并更换部件。`,
          };
  }
}

/** What the kernel said of a kind in the last days, as far as it says when. */
export function saidWithin(
  days: number,
  kind: MessageKind,
  { messages }: { readonly messages: readonly KernelMessage[] },
): KernelMessage[] {
  return messages.filter((said) => said.kind === kind && (said.secondsAgo ?? 0) < days * 86_400);
}

/** The last of some messages, with their number: what was measured. */
export function lastOf(messages: readonly { readonly text: string }[]): string {
  const last = messages.at(-1)?.text ?? '';
  return messages.length > 1 ? `${messages.length} × … ${last}` : last;
}
