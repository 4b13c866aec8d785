/** Volumes and folders on the target for the container's data, empty as yet. */
import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { ShiplockError } from '../../../shared/errors.ts';
import { thoroughMs } from '../../hosts/limits.ts';
import type { Move } from '../move.ts';
import type { Step } from '../step.ts';

const script = readFileSync(new URL('../data.sh', import.meta.url), 'utf8');

export const data: Step = {
  name: 'data',

  async run(move) {
    const { source, target, plan } = move;
    for (const { name, existed } of plan.volumes) {
      const there = await target.engine.volume(name);
      const { volumes = [] } = move.recall('data');
      if (there !== undefined && !existed && !volumes.includes(name)) {
        throw new ShiplockError(
          'busy',
          `Volume ${name} appeared on ${target.host} after the plan was made.`,
          {
            remedy: 'Look at what made it, and try again.',
          },
        );
      }
      if (there !== undefined) continue;
      // Noted before, so that a volume of a move that broke off here is found again.
      move.note('data', { volumes: [...volumes, name] });
      const { driver = 'local', options = {}, labels = {} } = (await source.engine.volume(name)) ?? {};
      await target.engine.createVolume({ name, driver, options, labels });
    }
    for (const { to, isFile, isNew } of plan.carried) {
      if (to === undefined || !isNew || isVolumeFolder(plan.targetRootDir, to)) continue;
      const { paths = [], folders = [] } = move.recall('data');
      if (!paths.includes(to)) {
        const missing = await missingAbove(move, to);
        move.note('data', { paths: [...paths, to], folders: [...missing, ...folders] });
      }
      await target.session.script('data', script, ['make', isFile ? 'file' : 'folder', to]);
    }
  },

  async undo(move) {
    const { volumes = [], paths = [], folders = [] } = move.recall('data');
    for (const name of volumes) await move.target.engine.removeVolume(name);
    const options = { timeoutMs: thoroughMs };
    for (const path of paths) await move.target.session.script('data', script, ['remove', path], options);
    for (const path of folders)
      await move.target.session.script('data', script, ['remove-empty', path], options);
  },
};

/** The folders that making the path will make as well, the innermost first. */
async function missingAbove({ target }: Move, to: string): Promise<string[]> {
  const { stdout } = await target.session.script('data', script, ['above', to]);
  const missing: string[] = [];
  let folder = posix.dirname(to);
  for (let left = Number.parseInt(stdout, 10); left > 0 && folder !== '/'; left -= 1) {
    missing.push(folder);
    folder = posix.dirname(folder);
  }
  return missing;
}

const isVolumeFolder = (rootDir: string, path: string): boolean => path.startsWith(`${rootDir}/volumes/`);
