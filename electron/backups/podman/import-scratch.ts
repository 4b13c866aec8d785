/** A folder of the laptop for what an import cannot keep in memory. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, ownProcess } from '../../journal/process-identity.ts';

/** Gone when it is disposed of; that of an import whose process died goes when the next one makes its own. */
export class ImportScratch implements Disposable {
  readonly folder: string;

  /** `parent` is made if need be. */
  constructor(parent: string) {
    mkdirSync(parent, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(parent)) if (isOfDead(name)) remove(join(parent, name));
    const { pid, started } = ownProcess();
    this.folder = mkdtempSync(join(parent, `import-${pid}-${started ?? ''}-`));
  }

  [Symbol.dispose](): void {
    remove(this.folder);
  }
}

function isOfDead(name: string): boolean {
  const owner = /^import-(\d+)-(\d*)-/.exec(name);
  if (owner === null) return false;
  const [, pid, started] = owner;
  return !isAlive({ pid: Number(pid), started: started === '' ? null : Number(started) });
}

const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true });
