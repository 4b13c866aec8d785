/** What a round's dump keeps of the files, and what the target makes of it: the two scripts on a real host. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { quoteCommand } from '../../electron/hosts/quote.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import { EdgeHost } from '../edge/host.ts';

const script = (name: string): string =>
  readFileSync(new URL(`../../electron/${name}`, import.meta.url), 'utf8');
const plenty = 32 * 1024 * 1024;
/** Where Docker's data lies: a file system that takes every attribute. */
const folder = '/var/lib/docker/kept-files';
const now = (): number => Math.floor(Date.now() / 1000);

describeOnHosts('files kept beside a dump', () => {
  let host: EdgeHost;
  beforeAll(async () => {
    host = await EdgeHost.up({ name: 'upper', flavour: 'docker26' });
  });
  afterAll(() => host?.down());
  beforeEach(() => host.shell(`rm -rf ${folder}; mkdir -p ${folder}/from ${folder}/dump ${folder}/notes`));

  const within = (text: string): Promise<string> => host.shell(`cd ${folder}; set -e\n${text}`);

  function keep(places: readonly string[], { most = plenty, since = now(), large = '' } = {}) {
    const [dump, notes] = [`${folder}/dump`, `${folder}/notes`];
    const args = [dump, notes, String(most), String(since), large, large && `${folder}/clones`, ...places];
    return host.run(['sh', '-c', script('checkpoint/keep-files.sh'), 'keep', ...args]);
  }

  const unpack = (places: readonly string[]) =>
    host.run([
      'sh',
      '-c',
      script('checkpoint/unpack-files.sh'),
      'unpack',
      `${folder}/dump`,
      '.key',
      ...places,
    ]);

  /** As the completeness check sees it, with contents, links and attributes. */
  async function fingerprint(place: string): Promise<string> {
    const manifest = quoteCommand(['sh', '-c', script('transfer/manifest.sh'), 'manifest', 'times', place]);
    return within(
      `${manifest}; cd ${place}; find . -exec getfattr --no-dereference --dump --match=- {} + ; tar --sort=name --mtime=@0 -c . | sha256sum`,
    );
  }

  test('make the copy of a round what the files were at the dump, whatever changed, vanished or took another kind', async () => {
    const hostile = quoteCommand(["-rf $(touch ran) 'quote'\nline é"]);
    await within(`
      cd from
      for name in a b gone becomes-folder ${hostile}; do echo "$name" >./"$name"; done
      mkdir -m 711 sub; mkdir becomes-file becomes-link; echo x >becomes-link/inside
      ln -s /etc link-becomes-folder; echo kept >sub/kept; ln a 'sub/a too'; mknod whiteout c 0 0
      cp -a . ../to
    `);
    await within(`
      cd from
      echo 'more, in both names' >>a; echo changed >./${hostile}
      rm -r gone becomes-folder becomes-file becomes-link link-becomes-folder
      mkdir -p becomes-folder/deep; echo 1 >becomes-folder/deep/${hostile}; echo 2 >becomes-file
      ln -s sub becomes-link; mkdir link-becomes-folder; echo 3 >link-becomes-folder/was-here
      mv sub/kept sub/moved; truncate -s 1M sparse; mknod hidden c 0 0; mkdir opaque
      setfattr -n trusted.overlay.opaque -v y opaque 2>/dev/null || true
      chown 1000:2000 b; chmod 4751 b
    `);
    expect(await keep([`${folder}/from`, ''])).toMatchObject({ status: 0, stderr: '' });
    const then = await fingerprint('from');
    // What comes after the dump is none of its business.
    await within('test -e notes/kept-ended; echo later >from/later');

    for (const attempt of ['first', 'again']) {
      expect(await unpack([`${folder}/to`, '']), attempt).toMatchObject({ status: 0, stderr: '' });
      expect(await fingerprint('to')).toBe(then.replaceAll('from', 'to'));
    }
    expect(await within('ls -A; ls /etc/was-here 2>&1 || true')).toBe(
      "dump\nfrom\nnotes\nto\nls: cannot access '/etc/was-here': No such file or directory\n",
    );
  });

  test('of a single file, and of a log by how its files are named', async () => {
    await within(`
      mkdir log there; echo line >log/abc-json.log; echo other >log/config.json
      echo new >from/one; echo old >there/one; echo stays >there/neighbour
    `);
    const from = [`${folder}/from/one`, '', `${folder}/log`, 'abc-json.log'];
    expect(await keep(from)).toMatchObject({ status: 0, stderr: '' });
    const to = [`${folder}/there/one`, '', `${folder}/new-log`, 'abc-json.log'];
    expect(await unpack(to)).toMatchObject({ status: 0, stderr: '' });
    expect(await within('cat there/one; ls -A there new-log')).toBe(
      'new\nnew-log:\nabc-json.log\n\nthere:\nneighbour\none\n',
    );
  });

  test('that are large are kept by themselves, with what an archive says of them', async () => {
    await within(
      'head -c 100000 /dev/urandom >from/large; chmod 640 from/large; cp from/large from/linked; ln from/linked from/two; echo x >from/small',
    );
    expect(await keep([`${folder}/from`, ''], { large: '50000' })).toMatchObject({ status: 0, stderr: '' });
    const list = await within(
      `tar -tf dump/kept-0.tar | sort; tr '\\0' '\\n' <dump/kept-0.large; stat -c %i from/large`,
    );
    const [, kind, inode] = /^(clone|copy) (\d+) \.\/large$/m.exec(list) ?? [];
    expect(list).toBe(`./\n./linked\n./small\n./two\n${kind} ${inode} ./large\n${inode}\n`);
    const kept = kind === 'clone' ? `clones/0-${inode}` : `dump/kept-0-${inode}.copy`;
    await within(`cmp from/large ${kept}`);
    expect(await within(`tar -tvf dump/kept-0-${inode}.head 2>/dev/null || true`)).toContain('-rw-r-----');
  });

  test('are kept though CRIU makes a folder of its own in their /tmp meanwhile; another change is none of its', async () => {
    await within('mkdir from/tmp programs; echo 1 >from/file');
    // A stand-in that changes a folder after it was read, and says so as tar does.
    const changing = (name: string): Promise<string> =>
      within(
        `printf '#!/bin/sh\n/usr/bin/tar "$@"; echo "tar: %s: file changed as we read it" >&2; exit 1\n' ${name} >programs/tar; chmod +x programs/tar`,
      );
    const keepWith = (): Promise<{ status: number | null }> => {
      const args = [
        `${folder}/dump`,
        `${folder}/notes`,
        String(plenty),
        String(now()),
        '',
        '',
        `${folder}/from`,
        '',
      ];
      const path = `PATH=${folder}/programs:/usr/sbin:/usr/bin:/sbin:/bin`;
      return host.run(['env', path, 'sh', '-c', script('checkpoint/keep-files.sh'), 'keep', ...args]);
    };
    await changing('./tmp');
    expect(await keepWith()).toMatchObject({ status: 0 });
    await changing('./file');
    expect(await keepWith()).toMatchObject({ status: 1 });
  });

  test('are only what changed since the round', async () => {
    expect(await keep(['/usr/share/doc/rsync', ''])).toMatchObject({ status: 0 });
    expect(await within('tar -tf dump/kept-0.tar | grep -v /$ || true')).toBe('');
  });

  test('are also those that are asked for, each once, and what of them had not changed is told', async () => {
    const old = '/usr/share/doc/rsync';
    await within(`
      printf './copyright\\0./gone\\0' >notes/also-0; printf './new\\0' >notes/also-1; echo new >from/new
    `);
    const kept = await keep([old, '', `${folder}/from`, '']);
    expect(kept).toMatchObject({ status: 0, stderr: '' });
    expect(await within('tar -tf dump/kept-0.tar | grep -v /$; tar -tf dump/kept-1.tar | grep -v /$')).toBe(
      './copyright\n./new\n',
    );
    expect(await within("tr '\\0' ' ' <dump/kept-0.still; tr '\\0' ' ' <dump/kept-1.still")).toBe(
      './copyright ',
    );
    expect(Number(await within('cat notes/kept-ms'))).toBeGreaterThanOrEqual(0);
  });

  test('that are asked for and large are kept by themselves as well', async () => {
    const old = '/usr/share/base-files';
    await within("printf './motd\\0./profile\\0./gone\\0' >notes/also-0");
    const [motd = 0, profile] = (await within(`stat -c %s ${old}/motd ${old}/profile`))
      .split('\n')
      .map(Number);
    expect(profile).toBeGreaterThan(motd);
    expect(await keep([old, ''], { large: String(motd) })).toMatchObject({ status: 0, stderr: '' });
    expect(await within('tar -tf dump/kept-0.tar | grep -v /$')).toBe('./motd\n');
    const large = await within("tr '\\0' '\\n' <dump/kept-0.large");
    expect(large).toMatch(/^(clone|copy) \d+ \.\/profile\n$/);
    expect(await within("tr '\\0' ' ' <dump/kept-0.still")).toBe('./motd ./profile ');
  });

  const refusals: [string, { most?: number; since?: number }][] = [
    ['that are too many bytes', { most: 10_000 }],
    ['whose clock was set back since the round', { since: now() + 3600 }],
  ];
  test.each(refusals)('%s are none, and nothing is made of them', async (_what, limits) => {
    await within('head -c 100000 /dev/urandom >from/large; mkdir to');
    expect((await keep([`${folder}/from`, ''], limits)).status).not.toBe(0);
    await within('test -e notes/kept-ended; test ! -e dump/kept');
    expect((await unpack([`${folder}/to`, ''])).status).not.toBe(0);
    expect(await within('ls -A to')).toBe('');
  });

  test('of a host that lies lead nowhere but to their place', async () => {
    await within('mkdir to outside from/way; ln -s ../outside to/way; echo x >from/way/file');
    expect((await keep([`${folder}/from`, ''])).status).toBe(0);
    // The file without its folder, and names by which the link stays; then a name that leads upwards.
    await within(`
      printf 'd .\\0l ./way\\0' >dump/kept-0.names
      tar -cf dump/kept-0.tar -C from ./way/file
    `);
    await unpack([`${folder}/to`, '']);
    await within(`tar -P --transform='s,^./way,../outside,' -cf dump/kept-0.tar -C from ./way/file`);
    await unpack([`${folder}/to`, '']);
    expect(await within('ls -A outside')).toBe('');
  });
});
