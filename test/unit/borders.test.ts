/** The linter refuses what CONTRIBUTING.md says it does; tried on files that are there only for the moment. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const biome = join(root, 'node_modules/.bin/biome');

async function rulesBroken(files: Record<string, string>): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'shiplock-borders-'));
  try {
    const settings = await import(join(root, 'biome.json'), { with: { type: 'json' } });
    const { vcs: _vcs, ...rest } = settings.default as Record<string, unknown>;
    for (const [path, text] of Object.entries({ ...files, 'biome.json': JSON.stringify(rest) })) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const { stdout } = await promisify(execFile)(biome, ['lint', '--reporter=json', '.'], {
      cwd: folder,
    }).catch((failure: { stdout: string }) => failure);
    return [...stdout.matchAll(/"category":"lint\/\w+\/(\w+)"/g)].map(([, rule = '']) => rule);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const forbidden: Record<string, [from: string, imported: string]> = {
  'shared/ importing Node': ['shared/a.ts', 'node:fs'],
  'shared/ importing the main process': ['shared/a.ts', '../electron/hosts/b.ts'],
  'the main process importing the window': ['electron/station.ts', '../renderer/b.ts'],
  'the desktop shell importing the window': ['electron/desktop/a.ts', '../../renderer/b.ts'],
  'migration/ importing Electron': ['electron/migration/a.ts', 'electron'],
  'a spec of the window that runs on one shell alone': ['test/e2e/a.test.ts', '../edge/describe-hosts.ts'],
  'the window importing the main process': ['renderer/a.ts', '../electron/b.ts'],
  'migration/ importing the command line': ['electron/migration/a.ts', '../cli.ts'],
  'migration/ importing backups/': ['electron/migration/a.ts', '../backups/b.ts'],
  'engines/ importing the journal': ['electron/engines/a.ts', '../journal/b.ts'],
  'transfer/ importing migration/': ['electron/transfer/a.ts', '../migration/b.ts'],
  'the journal importing hosts/': ['electron/journal/a.ts', '../hosts/b.ts'],
};

test.each(Object.entries(forbidden))('%s is refused', async (_, [from, imported]) => {
  const text = `import { b } from '${imported}';\n\nexport const a = b;\n`;
  expect(await rulesBroken({ [from]: text })).toContain('noRestrictedImports');
});

test('what the house allows passes', async () => {
  const files = {
    'electron/migration/a.ts': "import { b } from '../hosts/b.ts';\n\nexport const a = b;\n",
    'electron/backups/c.ts': "import { a } from '../migration/a.ts';\n\nexport const c = a;\n",
    'electron/hosts/b.ts': 'export const b = 1;\n',
  };
  expect(await rulesBroken(files)).toEqual([]);
});

test('cycles and forgotten promises are refused', async () => {
  const rules = await rulesBroken({
    'electron/hosts/a.ts': "import { b } from './b.ts';\n\nexport const a = (): number => b();\n",
    'electron/hosts/b.ts': "import { a } from './a.ts';\n\nexport const b = (): number => a();\n",
    'electron/hosts/c.ts':
      'export async function c(): Promise<void> {\n  await Promise.resolve();\n}\n\nexport function d(): void {\n  c();\n}\n',
  });
  expect(rules).toContain('noImportCycles');
  expect(rules).toContain('noFloatingPromises');
});
