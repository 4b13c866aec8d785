/**
 * The workloads' images. They are built once, on a host made for that, and kept as archives, so that an image has the
 * same ID on every host with the same kind of image store, as if it had been pulled from one registry.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { baseDir } from './base.ts';
import { succeed } from './command.ts';
import { EdgeHost } from './host.ts';
import { withLock } from './lock.ts';
import { cacheDir, scriptsDir } from './state.ts';

export const images = {
  /** `gauge`, and busybox. Arguments go to gauge. */
  gauge: 'shiplock/gauge:latest',
  /** Two processes, parent and child, that watch each other. */
  sensor: 'shiplock/sensor:latest',
  /** SQLite in WAL mode with an increasing count; `database-check` says whether it is whole. */
  database: 'shiplock/database:latest',
  /** `gauge` behind a port, with layers, volumes and a health check; `scar` marks its RW layer. */
  station: 'shiplock/station:latest',
  /** The same as user 1000. */
  stationUser: 'shiplock/station:user',
  /** `hold`, and busybox. Arguments go to hold: what it is to hold of what a checkpoint carries or refuses. */
  hold: 'shiplock/hold:latest',
} as const;

export type Image = keyof typeof images;

const workloadsDir = path.join(scriptsDir, 'workloads');

/** Puts the image on the host and returns the ID it has there. Builds all images first if they are not there yet. */
export async function loadImage(
  host: EdgeHost,
  image: Image,
  engine: 'docker' | 'podman' = 'docker',
): Promise<string> {
  const archive = path.join(await ensureArchives(), `${image}.tar`);
  const { stderr, status } = await host.run([engine, 'load'], { input: createReadStream(archive) });
  if (status !== 0) throw new Error(`cannot load ${image} on host ${host.name}: ${stderr.trim()}`);
  return (await host.shell(`${engine} image inspect --format '{{.Id}}' ${images[image]}`)).trim();
}

/** The folder of the archives, `IMAGE.tar`. A folder of that name is always whole; its name changes with the recipe. */
export async function ensureArchives(): Promise<string> {
  const archives = path.join(cacheDir, `images-${recipeStamp()}`);
  if (existsSync(archives)) return archives;
  return withLock('images', async () => {
    if (existsSync(archives)) return archives;
    process.stderr.write('Building the workloads’ images, once; about 15 s\n');
    await using builder = await EdgeHost.up({ name: 'image-builder' });
    await buildImages(builder);
    const unfinished = `${archives}.unfinished`;
    await succeed(['rm', '-rf', unfinished]);
    mkdirSync(unfinished);
    for (const [image, name] of Object.entries(images)) {
      await saveImage(builder, name, path.join(unfinished, `${image}.tar`));
    }
    renameSync(unfinished, archives);
    return archives;
  });
}

async function buildImages(builder: EdgeHost): Promise<void> {
  for (const file of readdirSync(workloadsDir)) {
    await builder.writeFile(`/root/workloads/${file}`, readFileSync(path.join(workloadsDir, file)));
  }
  await builder.writeFile('/root/workloads/gauge', readFileSync(await compileGauge()), 0o755);
  await builder.writeFile('/root/workloads/hold', readFileSync(await compile('hold')), 0o755);
  await builder.shell('cd /root/workloads && sh build-images.sh');
}

/** The gauge as one static program, compiled on this machine if there is none of this source yet. */
const compileGauge = (): Promise<string> => compile('gauge');

async function compile(name: string): Promise<string> {
  const source = path.join(workloadsDir, `${name}.c`);
  const stamp = createHash('sha256').update(readFileSync(source)).digest('hex').slice(0, 12);
  const program = path.join(cacheDir, `${name}-${stamp}`);
  if (existsSync(program)) return program;
  const unfinished = `${program}.${process.pid}`;
  await succeed(['gcc', '-static', '-O2', '-Wall', '-Wextra', '-Werror', '-o', unfinished, source]);
  renameSync(unfinished, program);
  return program;
}

/** As `docker save` has it. */
export async function saveImage(host: EdgeHost, name: string, file: string): Promise<void> {
  await using archive = await open(file, 'w');
  const save = host.spawn(['docker', 'save', name], { stdio: ['ignore', archive.fd, 'inherit'] });
  const [status] = (await once(save, 'close')) as [number | null];
  if (status !== 0) throw new Error(`cannot save ${name}: status ${status}`);
}

function recipeStamp(): string {
  const hash = createHash('sha256').update(baseDir('trixie'));
  for (const file of readdirSync(workloadsDir).sort()) {
    hash.update(file).update(readFileSync(path.join(workloadsDir, file)));
  }
  return hash.digest('hex').slice(0, 12);
}
