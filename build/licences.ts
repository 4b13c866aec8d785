/**
 * The licences of what Shiplock is delivered with, for the window to show: a module `virtual:licences`, made of the lock file and of
 * the licence files beside each package.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

export interface Licence {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  /** Empty where the package brings none. */
  readonly text: string;
}

interface LockFile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const moduleName = 'virtual:licences';

/** `root`: the folder of package-lock.json and node_modules. */
export const licencesModule = (root: string): Plugin => ({
  name: 'shiplock-licences',
  resolveId: (id) => (id === moduleName ? `\0${moduleName}` : undefined),
  load: (id) =>
    id === `\0${moduleName}` ? `export default ${JSON.stringify(readLicences(root))};` : undefined,
});

/** By name: what is installed with Shiplock, and what its window is bundled of. What is for development alone is not among them. */
export function readLicences(root: string): Licence[] {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as LockFile;
  const bundled = bundledFolders(root, packages);
  const delivered = Object.entries(packages).filter(
    ([folder, { dev }]) => folder !== '' && (dev !== true || bundled.has(folder)),
  );
  const licences = delivered.map(([folder, { version = '', license }]) => ({
    name: folder.slice(folder.lastIndexOf(modules) + modules.length),
    version,
    licence: license ?? olderNameIn(join(root, folder)),
    text: textIn(join(root, folder)),
  }));
  // The same package may be there for several others.
  const byName = new Map(licences.map((each) => [`${each.name} ${each.version}`, each]));
  return [...byName.values()].sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

const modules = 'node_modules/';

/** Packages that the window imports, and those that they need in turn. */
function bundledFolders(root: string, packages: LockFile['packages']): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (name: string): void => {
    const folder = `${modules}${name}`;
    if (packages[folder] === undefined || found.has(folder)) return;
    found.add(folder);
    for (const needed of Object.keys(packages[folder].dependencies ?? {})) add(needed);
  };
  const sources = readdirSync(join(root, 'renderer'), { recursive: true, encoding: 'utf8' });
  for (const file of sources.filter((name) => /\.tsx?$/.test(name))) {
    const text = readFileSync(join(root, 'renderer', file), 'utf8');
    for (const [, name = ''] of text.matchAll(/(?:from|import) '((?:@[\w-]+\/)?[\w-]+)/g)) add(name);
  }
  return found;
}

/** Packages of before 2014 name theirs in a list, which is not in the lock file. */
function olderNameIn(folder: string): string {
  const { licenses = [] } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    readonly licenses?: readonly { readonly type: string }[];
  };
  return licenses.map(({ type }) => type).join(', ');
}

/** Of a package for another system nothing is installed. */
function textIn(folder: string): string {
  if (!existsSync(folder)) return '';
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
  return files.map((file) => readFileSync(join(folder, file), 'utf8').trim()).join('\n\n');
}
