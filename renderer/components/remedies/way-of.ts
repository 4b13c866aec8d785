/** Where in the window that is done which a command does, and what a link there says. */
import type { Said } from '../../i18n/catalogue.ts';
import type { ways } from '../../i18n/ways.ts';
import type { Moved } from '../../state/wizard.ts';
import type { NamedCommand } from './commands-in.ts';

export interface Way {
  readonly to: string;
  readonly name: (said: Said<typeof ways>) => string;
  /** What the button there is called, for who is there already. */
  readonly hereName?: (said: Said<typeof ways>) => string;
  /** Of the move that is made ready there, what the command says already. */
  readonly move?: ToldMove;
}

interface ToldMove {
  readonly of: Moved;
  readonly to: string;
  readonly maxFreezeSeconds: number | undefined;
}

/** What only stands for something, in either language, leads to where it is chosen. */
const placeholders: ReadonlySet<string> = new Set([
  'HOST',
  'CONTAINER',
  'RUN',
  'POINT',
  'FILE',
  '主机',
  '容器',
]);

export function wayOf({ name, given, options }: NamedCommand): Way {
  const first = named(given[0]);
  const from = named(options.get('from'));
  switch (name) {
    case 'hosts':
    case 'hosts list':
    case 'fix':
      return { to: '/', name: (said) => said.station };
    case 'hosts add':
      return { to: '/hosts/add', name: (said) => said.addHost };
    case 'hosts check':
      return ofHost(first, (said, host) => said.check(host));
    case 'hosts remove':
      return ofHost(first, (said, host) => said.removeHost(host));
    case 'containers':
      return ofHost(first, (said, host) => said.containersOf(host));
    case 'plan':
    case 'migrate':
      return ofMove(first, from, options);
    case 'runs':
      return { to: '/runs', name: (said) => said.runs };
    case 'show':
      return ofRun(first, 'openRun');
    case 'resume':
      return options.has('without-source')
        ? ofRun(first, 'resumeWithoutSource', 'hereWithoutSource')
        : ofRun(first, 'resume', 'hereResume');
    case 'rollback':
      return options.has('without-target')
        ? ofRun(first, 'rollBackWithoutTarget', 'hereWithoutTarget')
        : ofRun(first, 'rollBack', 'hereRollBack');
    case 'rescue':
      return options.has('without-memory')
        ? ofRun(first, 'rescueWithoutMemory', 'hereRescue')
        : ofRun(first, 'rescue', 'hereRescue');
    case 'images':
    case 'images store':
    case 'images send':
    case 'images ahead':
    case 'images forget':
      return first === undefined
        ? { to: '/', name: (said) => said.images }
        : ofHost(first, (said, host) => said.imagesOf(host));
    case 'backup':
    case 'backup take':
    case 'backup policy':
      return first === undefined || from === undefined
        ? { to: '/', name: (said) => said.backUpAny }
        : ofHost(from, (said, host) => said.backUp(first, host));
    case 'backup policies':
    case 'backup watch':
      return { to: '/settings?section=policies', name: (said) => said.policies };
    case 'backups':
      return restorePoints;
    case 'browse':
    case 'search':
    case 'extract':
    case 'diff':
      return ofPoint(first, (said, point) => said.filesOf(point), '?tab=files');
    case 'backups remove':
    case 'restore':
    case 'push':
    case 'export':
      return ofPoint(first, (said, point) => said.openPoint(point));
    case 'verify':
      return first === undefined
        ? ofStore((said) => said.verifyStore)
        : ofPoint(first, (said, point) => said.verifyPoint(point));
    case 'prune':
      return ofStore((said) => said.prune);
    case 'rebuild-index':
      return ofStore((said) => said.rebuildIndex);
    case 'store':
    case 'store passphrase':
    case 'store keyring':
    case 'store recovery-key':
      return ofStore((said) => said.store);
    case 'pushed':
    case 'pull':
    case 'import':
      return { to: '/restore-points', name: (said) => said.bringIn };
    case 'incidents':
    case 'incidents export':
    case 'incidents verify':
      return { to: '/incidents', name: (said) => said.incidents };
  }
}

type Name = Way['name'];
type NameOf = (said: Parameters<Name>[0], of: string) => string;

const named = (word: string | undefined): string | undefined =>
  word === undefined || placeholders.has(word) ? undefined : word;

const restorePoints: Way = { to: '/restore-points', name: (said) => said.restorePoints };

const ofStore = (name: Name): Way => ({ to: '/settings?section=store', name });

const ofHost = (host: string | undefined, name: NameOf): Way =>
  host === undefined
    ? { to: '/', name: (said) => said.station }
    : { to: `/hosts/${host}`, name: (said) => name(said, host) };

type OfRun =
  | 'openRun'
  | 'resume'
  | 'resumeWithoutSource'
  | 'rollBack'
  | 'rollBackWithoutTarget'
  | 'rescue'
  | 'rescueWithoutMemory';
type OnItsScreen = 'hereResume' | 'hereWithoutSource' | 'hereRollBack' | 'hereWithoutTarget' | 'hereRescue';

function ofRun(run: string | undefined, name: OfRun, hereName?: OnItsScreen): Way {
  if (run === undefined) return { to: '/runs', name: (said) => said.runs };
  const way: Way = { to: `/runs/${run}`, name: (said) => said[name](run) };
  return hereName === undefined ? way : { ...way, hereName: (said) => said[hereName] };
}

const ofPoint = (point: string | undefined, name: NameOf, query = ''): Way =>
  point === undefined
    ? restorePoints
    : { to: `/restore-points/${point}${query}`, name: (said) => name(said, point) };

function ofMove(
  container: string | undefined,
  from: string | undefined,
  options: NamedCommand['options'],
): Way {
  const to = named(options.get('to'));
  if (container === undefined || from === undefined || to === undefined)
    return { to: '/', name: (said) => said.moveAny };
  const seconds = Number(options.get('max-freeze'));
  return {
    to: `/migrate/${from}/${encodeURIComponent(container)}`,
    name: (said) => said.move(container, from, to),
    move: { of: { from, container }, to, maxFreezeSeconds: seconds > 0 ? seconds : undefined },
  };
}
