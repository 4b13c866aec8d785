/** Commands that people are told to give: each exists on the command line, and is a link in the window that leads somewhere. */
import { globSync, readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { buildProgram } from '../../../electron/cli/program.ts';
import {
  commandsIn,
  commands as known,
  type NamedCommand,
} from '../../../renderer/components/remedies/commands-in.ts';
import { wayOf } from '../../../renderer/components/remedies/way-of.ts';
import { sayIn } from '../../../renderer/i18n/catalogue.ts';
import { ways } from '../../../renderer/i18n/ways.ts';

/** By their names, as `images store`. */
const commandLine = new Map(allBelow(buildProgram(async () => undefined)));

function allBelow(command: Command, above = ''): [string, Command][] {
  return command.commands.flatMap((each) => {
    const name = `${above}${each.name()}`;
    return [[name, each], ...allBelow(each, `${name} `)] as [string, Command][];
  });
}

const routes = [...readFileSync('renderer/window.tsx', 'utf8').matchAll(/<Route path="([^"]+)"/g)].map(
  ([, path = '']) => new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`),
);

const likely = (put: string): string =>
  /\brun$|^id$/.test(put) ? 'r5' : /\bpoint$/.test(put) ? 'rp5' : 'upper';

/** Literals of the sources that name a command; in the place of what is put into them stands something like it. */
const told = globSync(['electron/**/*.ts', 'shared/**/*.ts'], { exclude: ['electron/cli/**'] }).flatMap(
  (file) =>
    [...readFileSync(file, 'utf8').matchAll(/(['"`])((?:(?!\1).)*\bshiplock [a-z](?:(?!\1).)*)\1/g)].map(
      ([, , text = '']) => ({
        file,
        text: text.replaceAll(/\$\{([^}]*)\}/g, (_, put: string) => likely(put)),
      }),
    ),
);

const namedIn = (text: string): NamedCommand[] => commandsIn(text).filter((part) => typeof part !== 'string');

describe('a command that people are told to give', () => {
  test('is known to the window, whichever it is', () => {
    expect(new Set(Object.keys(known))).toEqual(new Set(commandLine.keys()));
  });

  test('is recognized wherever it is told, as the command line takes it', () => {
    expect(told.length).toBeGreaterThan(80);
    for (const { file, text } of told) {
      const parts = commandsIn(text);
      const found = namedIn(text);
      expect(found, `${file}: ${text}`).toHaveLength(text.match(/\bshiplock [a-z]/g)?.length ?? 0);
      expect(
        parts.filter((part) => typeof part === 'string' && /^ --/.test(part)),
        `${file}: ${text}`,
      ).toEqual([]);
      for (const { name, options } of found) {
        for (const [option, value] of options) {
          const taken = commandLine
            .get(name === 'backup' ? 'backup take' : name)
            ?.options.find(({ long }) => long === `--${option}`);
          expect(taken?.required, `${file}: ${name} --${option}`).toBe(value !== '');
        }
      }
    }
  });

  test('leads to a screen that there is, and says so in both languages', () => {
    for (const { file, text } of told) {
      for (const command of namedIn(text)) {
        const { to, name } = wayOf(command);
        const path = to.replace(/\?.*/, '');
        expect(
          routes.filter((route) => route.test(path)),
          `${file}: ${command.text} → ${to}`,
        ).not.toEqual([]);
        expect(name(sayIn('zh', ways))).not.toBe(name(sayIn('en', ways)));
      }
    }
  });

  test('leads to the run, host or restore point that it names, and without one to where it is chosen', () => {
    const leadsTo = (text: string) =>
      namedIn(text).map((each) => [wayOf(each).to, wayOf(each).name(sayIn('en', ways))]);
    expect(leadsTo('If it is off: shiplock rollback r5 --without-target lets the copy go on.')).toEqual([
      ['/runs/r5', 'Take run r5 back without the target'],
    ]);
    expect(leadsTo('请先移除（shiplock hosts remove upper），再重新添加。')).toEqual([
      ['/hosts/upper', 'Remove upper'],
    ]);
    expect(
      leadsTo('Finish it: shiplock resume r5, and to bring it back: shiplock migrate g.1 --from a --to b'),
    ).toEqual([
      ['/runs/r5', 'Go on with run r5'],
      ['/migrate/a/g.1', 'Move g.1 from a to b'],
    ]);
    expect(leadsTo('Take one: shiplock backup CONTAINER --from HOST')).toEqual([
      ['/', 'Back up a container'],
    ]);
    expect(leadsTo('请创建一个：shiplock backup 容器 --from 主机')).toEqual([['/', 'Back up a container']]);
    expect(leadsTo('`shiplock verify` says which.')).toEqual([
      ['/settings?section=store', 'Verify the store'],
    ]);
    expect(leadsTo('See what it lacks: shiplock verify rp7')).toEqual([
      ['/restore-points/rp7', 'Verify rp7'],
    ]);
  });

  test('of a move makes that move ready as it says', () => {
    const [command] = namedIn('Allow it: shiplock migrate gauge --from upper --to lower --max-freeze 240');
    expect(command && wayOf(command)).toMatchObject({
      to: '/migrate/upper/gauge',
      move: { of: { from: 'upper', container: 'gauge' }, to: 'lower', maxFreezeSeconds: 240 },
    });
  });

  test('can be given at a terminal as it is shown, and the rest of the text stays', () => {
    const parts = commandsIn(
      'When `a` and b answer: `shiplock resume r5`.\nOr: shiplock hosts check upper. Then go on.',
    );
    expect(parts.map((part) => (typeof part === 'string' ? part : part.text))).toEqual([
      'When `a` and b answer: ',
      'shiplock resume r5',
      '.\nOr: ',
      'shiplock hosts check upper',
      '. Then go on.',
    ]);
    expect(commandsIn('Nothing to do; shiplock does it.')).toEqual(['Nothing to do; shiplock does it.']);
  });
});
