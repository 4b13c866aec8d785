/** An image with gcc, make and a program to compile; built once from Debian's packages, and kept as an archive. */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { succeed } from '../../edge/command.ts';
import type { EdgeHost } from '../../edge/host.ts';
import { saveImage } from '../../edge/images.ts';
import { withLock } from '../../edge/lock.ts';
import { cacheDir } from '../../edge/state.ts';

export const compilerImage = 'shiplock/compiler:latest';

const recipe = ['compiler-root.sh', 'compile.sh'].map((name) => path.join(import.meta.dirname, name));

/** Puts it on these hosts, under the same identifier. The first one builds it, if there is none yet. */
export async function loadCompiler(hosts: readonly [EdgeHost, ...EdgeHost[]]): Promise<void> {
  const archive = await ensureArchive(hosts[0]);
  for (const host of hosts) await give(host, ['docker', 'load'], archive);
}

async function ensureArchive(builder: EdgeHost): Promise<string> {
  const stamp = createHash('sha256');
  for (const file of recipe) stamp.update(readFileSync(file));
  const archive = path.join(cacheDir, `compiler-${stamp.digest('hex').slice(0, 12)}.tar`);
  return withLock('compiler', async () => {
    if (existsSync(archive)) return archive;
    process.stderr.write('Building an image with a compiler, once; about 40 s\n');
    const [script = ''] = recipe;
    const root = `${archive}.root.tar`;
    await succeed(['sh', script, 'trixie', root]);
    const change = ['--change', 'CMD ["/usr/bin/sh", "/usr/bin/compile"]'];
    await give(builder, ['docker', 'import', ...change, '-', compilerImage], root);
    await saveImage(builder, compilerImage, `${archive}.unfinished`);
    renameSync(`${archive}.unfinished`, archive);
    rmSync(root);
    return archive;
  });
}

async function give(host: EdgeHost, command: readonly string[], file: string): Promise<void> {
  const { status, stderr } = await host.run(command, { input: createReadStream(file), timeoutMs: 300_000 });
  if (status !== 0) throw new Error(`${command.join(' ')} on ${host.name}: ${stderr}`);
}
