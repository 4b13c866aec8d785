/** What goes on without a window, in words. */
import { methods } from '../../shared/contract.ts';
import { workWords } from '../../shared/shell-words.ts';
import type { Words } from '../../shared/words.ts';
import type { UnderWay } from '../windows.ts';

export function workText({ method, input }: UnderWay): Words {
  switch (method) {
    case 'moves.start': {
      const given = methods[method].input.safeParse(input);
      return given.success ? workWords.move(given.data.container, given.data.from, given.data.to) : method;
    }
    case 'restores.start': {
      const given = methods[method].input.safeParse(input);
      return given.success ? workWords.restore(given.data.point, given.data.to) : method;
    }
    case 'backups.take': {
      const given = methods[method].input.safeParse(input);
      return given.success ? workWords.backup(given.data.container, given.data.from) : method;
    }
    case 'runs.resume':
    case 'runs.rollback':
    case 'runs.rescue': {
      const given = methods[method].input.safeParse(input);
      return given.success ? workWords.run(given.data.run) : method;
    }
    default:
      return method;
  }
}
