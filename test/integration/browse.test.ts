/** A restore point's files, offline, are what the container saw: a real image's layers, RW layer and volumes. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FileTree, storedFiles } from '../../electron/backups/browse/file-tree.ts';
import { layerFiles } from '../../electron/backups/browse/layer-files.ts';
import { indexLayer } from '../../electron/backups/browse/layer-index.ts';
import { type Seen, View } from '../../electron/backups/browse/view.ts';
import { TreeAssembly } from '../../electron/backups/tree/assembly.ts';
import { addTar } from '../../electron/backups/tree/from-tar.ts';
import { TreeReader } from '../../electron/backups/tree/tree-reader.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import { EdgeHost } from '../edge/host.ts';
import { images, loadImage } from '../edge/images.ts';
import { MemoryChunks } from '../unit/tree/memory-chunks.ts';

const saved = '/var/lib/docker/saved';

describeOnHosts('a container browsed offline', () => {
  let host: EdgeHost;
  const chunks = new MemoryChunks();
  beforeAll(async () => {
    host = await EdgeHost.up({ name: 'browsed', flavour: 'docker26' });
    await loadImage(host, 'station');
    await host.shell(`docker run -d --name station ${images.station}
      docker exec -i station /bin/busybox sh <<'END'
      ${changes}
END
      docker pause station
      mkdir -p ${saved} && docker save ${images.station} | tar -x -C ${saved}`);
  });
  afterAll(() => host?.down());

  test('shows the same names, kinds, owners, permissions, links and bytes as the container itself', async () => {
    const view = View.ofContainer({
      layers: [
        await taken(await inspected('{{.GraphDriver.Data.UpperDir}}')),
        // Docker's own, of each container: /.dockerenv, /etc/mtab, what it mounts over.
        await taken((await inspected('{{.GraphDriver.Data.LowerDir}}')).split(':')[0] ?? ''),
        ...(await layers()),
      ],
      mounts: [
        { destination: '/data', files: await taken(await volumeAt('/data')) },
        { destination: '/var/log/station', files: await taken(await volumeAt('/var/log/station')) },
      ],
    });
    const seen: string[] = [];
    for await (const each of view.walk(await view.root())) {
      if (!isOfHost(each.path.toString())) seen.push(await line(view, each));
    }
    expect(seen.sort(byText)).toEqual((await containersOwn()).sort(byText));
    expect(seen.length).toBeGreaterThan(30);
  });

  /** What the engine mounts over every container, and what the kernel does. */
  const isOfHost = (path: string): boolean =>
    /^(dev|proc|sys|etc\/(hosts|hostname|resolv\.conf))(\/|$)/.test(path);

  async function line(view: View, { path, entry, ...rest }: Seen): Promise<string> {
    const file = await view.linkedFile({ path, entry, ...rest });
    const about = `${path}|${file.entry.kind}|${entry.mode.toString(8)}|${entry.uid}:${entry.gid}|${entry.mtimeNs}`;
    if (file.entry.kind === 'link') return `${about}|${file.entry.target}`;
    if (file.entry.kind !== 'file') return about;
    const digest = createHash('sha256');
    for await (const data of view.bytes(file)) digest.update(data);
    return `${about}|${digest.digest('hex')}`;
  }

  /** The same of the container as its own processes have it. */
  async function containersOwn(): Promise<string[]> {
    const pid = await inspected('{{.State.Pid}}');
    const listed = await host.shell(`cd /proc/${pid}/root
      find . /proc/${pid}/root/data /proc/${pid}/root/var/log/station -xdev -printf '%p|%y|%m|%U:%G|%T@|%l\\n' | sed 's,^/proc/${pid}/root/,./,' | sort -u
      echo; find . -path ./proc -prune -o -path ./sys -prune -o -path ./dev -prune -o -type f -print0 | xargs -0 sha256sum`);
    const [entries = '', sums = ''] = listed.trim().split('\n\n');
    const digests = new Map(sums.split('\n').map((sum) => [sum.slice(66), sum.slice(0, 64)]));
    const kinds: Readonly<Record<string, string>> = {
      f: 'file',
      d: 'folder',
      l: 'link',
      p: 'fifo',
      c: 'character',
    };
    return entries
      .split('\n')
      .map((entry) => entry.split('|'))
      .filter(([path = '']) => !isOfHost(path.slice(2)))
      .map(([path = '', kind = '', mode, owner, time = '', target]) => {
        const ns = BigInt(`${time.split('.')[0]}${time.split('.')[1]?.slice(0, 9)}`);
        const about = `${path.slice(2)}|${kinds[kind]}|${mode}|${owner}|${ns}`;
        if (kind === 'l') return `${about}|${target}`;
        return kind === 'f' ? `${about}|${digests.get(path)}` : about;
      });
  }

  async function inspected(what: string): Promise<string> {
    return (await host.shell(`docker inspect --format '${what}' station`)).trim();
  }

  function volumeAt(destination: string): Promise<string> {
    return inspected(`{{range .Mounts}}{{if eq .Destination "${destination}"}}{{.Source}}{{end}}{{end}}`);
  }

  /** The tree of a folder of the host. */
  async function taken(folder: string): Promise<FileTree> {
    using assembly = new TreeAssembly({ chunks, scratch: tmpdir() });
    const options = [
      '--format=posix',
      '--numeric-owner',
      '--sparse',
      '--acls',
      '--xattrs',
      '--xattrs-include=*',
    ];
    await addTar(
      output(['env', 'LC_ALL=C', 'tar', '--create', ...options, `--directory=${folder}`, '.']),
      assembly,
    );
    return storedFiles(new TreeReader(chunks, (await assembly.finish()).root));
  }

  /** Of the image, the last first. */
  async function layers(): Promise<FileTree[]> {
    const [image] = JSON.parse(await host.readFile(`${saved}/manifest.json`)) as [{ Layers: string[] }];
    const found: FileTree[] = [];
    for (const layer of image.Layers.toReversed()) {
      const read = (from: number) => output(['tail', '-c', `+${from + 1}`, `${saved}/${layer}`]);
      const { root } = await indexLayer(read(0), { chunks, scratch: tmpdir() });
      found.push(layerFiles(new TreeReader(chunks, root), { isCompressed: false, read }));
    }
    return found;
  }

  async function* output(argv: readonly string[]): AsyncGenerator<Buffer> {
    const child = host.spawn(argv, { stdio: ['ignore', 'pipe', 'ignore'] });
    const ended = once(child, 'close');
    yield* child.stdout as Readable as AsyncIterable<Buffer>;
    expect(await ended).toEqual([0, null]);
  }
});

function byText(one: string, other: string): number {
  return one < other ? -1 : 1;
}

/** What the container does to its files, by busybox. */
const changes = `
  cd /opt/station
  echo mine >layers/mine; rm layers/second; rm -r opaque; mkdir opaque; echo fresh >opaque/fresh
  rm -r hidden; echo 'a file now' >hidden; ln -s /opt/station/layers /opt/short; chmod 700 setuid; mkfifo pipe
  echo more >>link-one; mkdir -p /opt/new/deep; touch '/opt/new/odd name'; chown 7:8 /opt/new/deep; mv whiteout renamed
  echo logged >/var/log/station/log; mkdir /data/more
`;
