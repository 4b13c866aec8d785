/** Terminals whose other side is held by a program that stays behind. */
import { heldByDumped, nameHolders } from '../holders.ts';
import { moveCheck } from '../subject.ts';

/** CRIU carries a terminal with both its sides (measured); a container made with -t is found by another check. */
export const terminals = moveCheck('terminals', ['container', 'inside'], ({ container, inside }) => {
  if (container.terminal) return [];
  const carried = new Set(heldByDumped(inside, inside.terminals).map(({ index }) => String(index)));
  const dangling = heldByDumped(inside, inside.files).filter(({ target }) => {
    const [, index] = /^\/dev\/pts\/(\d+)$/.exec(target) ?? [];
    return index !== undefined && !carried.has(index);
  });
  if (dangling.length === 0) return [];
  return [
    {
      id: 'terminal-outside',
      severity: 'error',
      text: {
        en: `A program in ${container.name} uses a terminal whose other side is outside what is moved.`,
        zh: `${container.name} 中有程序使用的终端，其另一端不在迁移范围之内。`,
      },
      measured: nameHolders(dangling.map(({ process, target }) => ({ process, what: target }))),
      remedy: {
        en: 'End that program, or start it without a terminal.',
        zh: '结束该程序，或以不带终端的方式启动它。',
      },
    },
  ];
});
