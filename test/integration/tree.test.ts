/** Trees and a host's own tar: what a tree gives back is what the host had. */
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { indexLayer } from '../../electron/backups/browse/layer-index.ts';
import { type AssembledTree, TreeAssembly } from '../../electron/backups/tree/assembly.ts';
import { addTar } from '../../electron/backups/tree/from-tar.ts';
import { treeToTar } from '../../electron/backups/tree/to-tar.ts';
import { TreeReader } from '../../electron/backups/tree/tree-reader.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import { EdgeHost } from '../edge/host.ts';
import { MemoryChunks } from '../unit/tree/memory-chunks.ts';

/** A file system that takes every attribute: where Docker's data lies. */
const folder = '/var/lib/docker/trees';
const attributes = ['--numeric-owner', '--acls', '--xattrs', '--xattrs-include=*'];

describeOnHosts('trees of a host', () => {
  let host: EdgeHost;
  beforeAll(async () => {
    host = await EdgeHost.up({ name: 'trees', flavour: 'docker26' });
    await host.shell(`mkdir -p ${folder}/from; cd ${folder}/from; ${everyKind}`, { timeoutMs: 60_000 });
  });
  afterAll(() => host?.down());

  test('a folder of every kind of file comes back with its bytes, links, owners, times, attributes and holes', async () => {
    const chunks = new MemoryChunks();
    const { root, missing } = await take(chunks, 'from', await names('from'));
    expect(missing.first).toEqual(['/socket']);
    await giveBack(new TreeReader(chunks, root), 'back');
    expect(await described('back')).toBe(await described('from'));
    const [before, after] = [await allocated('from'), await allocated('back')];
    for (const [at, blocks] of after.entries()) expect(blocks).toBeLessThanOrEqual(before[at] ?? 0);
    expect((await take(chunks, 'back')).root).toBe(root);
  });

  test('a tree made of what changed, of the names that are left and of the earlier tree is the tree of the whole', async () => {
    const chunks = new MemoryChunks();
    await host.shell(`cp -a ${folder}/from ${folder}/later`);
    const first = await take(chunks, 'later');
    await host.shell(
      `cd ${folder}/later; rm -r deep/er large; echo more >>note; mkdir new; echo x >new/file; touch -r / note`,
    );
    const before = chunks.newBytes;
    const changed = './\0./note\0./new\0./new/file\0./deep\0';
    const second = await take(chunks, 'later', await names('later'), { base: first, changed });
    expect(chunks.newBytes - before).toBeLessThan(10_000);
    expect(second.root).toBe((await take(chunks, 'later')).root);
  });

  test("an archive in GNU's own format, as a builder may write a layer, is indexed as one in posix's", async () => {
    const chunks = new MemoryChunks();
    const layer = async (format: string) => {
      const argv = [
        'env',
        'LC_ALL=C',
        'tar',
        '--create',
        `--format=${format}`,
        '--numeric-owner',
        '--exclude=./huge',
      ];
      const tar = host.spawn([...argv, `--directory=${folder}/from`, '.'], {
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const { root } = await indexLayer(tar.stdout as Readable, { chunks, scratch: tmpdir() });
      const names: string[] = [];
      for await (const { path, entry } of new TreeReader(chunks, root).walk()) {
        const size = entry.kind === 'file' ? entry.bytes : 0;
        const target = 'target' in entry ? entry.target.toString() : '';
        names.push(
          `${path.toString('latin1')} ${entry.kind} ${size} ${entry.mode} ${entry.uid}:${entry.gid} ${target}`,
        );
      }
      return names;
    };
    const posix = await layer('posix');
    expect(posix.length).toBeGreaterThan(30);
    expect(await layer('gnu')).toEqual(posix);
  });

  /** The tree of a folder: of all of it, or of some names in it over an earlier tree. */
  async function take(
    chunks: MemoryChunks,
    from: string,
    exist?: readonly Buffer[],
    since?: { base: AssembledTree; changed: string },
  ): Promise<AssembledTree> {
    using assembly = new TreeAssembly({
      chunks,
      scratch: tmpdir(),
      base: since?.base.root,
      onlyListed: exist !== undefined,
    });
    const what = since ? ['--no-recursion', '--null', '--files-from=-'] : ['.'];
    const argv = ['env', 'LC_ALL=C', 'tar', '--create', '--format=posix', '--sparse', ...attributes];
    const tar = host.spawn([...argv, `--directory=${folder}/${from}`, ...what], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const ended = once(tar, 'close');
    const { stdin, stdout } = tar as { stdin: Writable; stdout: Readable };
    stdin.end(since?.changed);
    await addTar(stdout, assembly);
    expect(await ended).toEqual([0, null]);
    for (const path of exist ?? []) assembly.list(path);
    return await assembly.finish();
  }

  async function names(of: string): Promise<Buffer[]> {
    const { stdout } = await host.run(['find', `${folder}/${of}`, '-mindepth', '1', '-printf', '%P\\0']);
    return stdout
      .split('\0')
      .filter((name) => name !== '')
      .map((name) => Buffer.from(name));
  }

  async function giveBack(tree: TreeReader, to: string): Promise<void> {
    await host.shell(`mkdir ${folder}/${to}`);
    const argv = ['env', 'LC_ALL=C', 'tar', '--extract', ...attributes, `--directory=${folder}/${to}`];
    const tar = host.spawn(argv, { stdio: ['pipe', 'inherit', 'inherit'] });
    const ended = once(tar, 'close');
    await pipeline(Readable.from(treeToTar(tree)), tar.stdin as Writable);
    expect(await ended).toEqual([0, null]);
  }

  /** All that can be seen of a folder but its sockets, by the host's own tools. */
  const described = (of: string): Promise<string> =>
    host.shell(`cd ${folder}/${of}
      find . ! -type s -printf '%P|%y|%m|%U|%G|%T@|%l|%n\\n' | LC_ALL=C sort
      find . -type f -size -100M -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
      find . ! -type s -print0 | LC_ALL=C sort -z | xargs -0 getfattr --no-dereference --dump --match=-
      find . ! -type s ! -type l -print0 | LC_ALL=C sort -z | xargs -0 getfacl --numeric --absolute-names
      for device in null disk gone; do stat -c '%n %t %T' $device; done
      find . -samefile linked | LC_ALL=C sort`);

  /** How many blocks of 512 bytes the sparse files take. */
  async function allocated(of: string): Promise<number[]> {
    const blocks = await host.shell(`cd ${folder}/${of}; stat -c '%b' sparse holes-at-end only-a-hole huge`);
    return blocks.trim().split('\n').map(Number);
  }
});

/** In the folder it is run in. */
const everyKind = `
  echo text >note; : >empty; head -c 3000000 /dev/urandom >large; head -c 65536 /dev/urandom >block
  mkdir -p deep/er/est 'odd names' sticky; echo down >deep/er/est/file
  chmod 1777 sticky; chmod 4755 note; chmod 000 empty; chown 4000000000:77 large; chown 5:6 .; chmod 710 .
  ln -s 'no where' link; ln -s "$(printf 'x%.0s' $(seq 200))/y" long-link
  echo linked >linked; ln linked a-link; ln linked deep/er/z-link
  mknod null c 1 3; mknod disk b 259 70000; mknod gone c 0 0; mkfifo pipe
  perl -MSocket -e 'socket my $s, PF_UNIX, SOCK_STREAM, 0; bind $s, pack_sockaddr_un("socket")'
  cd 'odd names'; touch -- -rf '*' 'a
b' '\\' '"' ' ' 'é' "$(printf '%0250d' 7)" .hidden ..dots; mkdir "$(printf '%0200d' 1)"; touch "$(printf '%0200d' 1)/$(printf '%0200d' 2)"; cd ..
  truncate -s 1G huge; printf end | dd of=huge bs=1 seek=700000000 conv=notrunc status=none
  truncate -s 2M sparse; for at in 0 3 17 300 511; do printf data | dd of=sparse bs=4096 seek=$at conv=notrunc status=none; done
  echo start >holes-at-end; truncate -s 5000001 holes-at-end; truncate -s 70000 only-a-hole
  setfattr -n user.note -v 'some = text' note; setfattr -n user.binary -v 0x000aff3d00 note; setfattr -n user.empty note
  setfattr -n trusted.overlay.opaque -v y deep; setcap cap_net_raw+ep large
  setfacl -m u:daemon:w,u:12345:rx,g:54321:r note; setfacl -d -m u:7:rwx sticky; echo inherits >sticky/file
  touch -d '1969-12-31 12:00:00.5 UTC' block; touch -d '2300-01-01 UTC' empty; touch -h -d '2001-02-03 04:05:06.789 UTC' link
  touch -d '2001-02-03 04:05:06.123456789 UTC' deep deep/er deep/er/est 'odd names' sticky
`;
