/** The two programs that carry changed pages, run for real in folders of this machine. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const transfer = join(import.meta.dirname, '../../electron/transfer');
const alikeScript = join(import.meta.dirname, '../../electron/checkpoint/dump-alike.sh');
const hasPerl = spawnSync('perl', ['-v']).status === 0;
const pageBytes = 4096;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shiplock-pages-'));
  for (const name of ['old', 'new']) mkdirSync(join(folder, name));
});
afterEach(() => rmSync(folder, { recursive: true }));

function writeDump(name: string, pages: Buffer, layout = 'layout'): void {
  writeFileSync(join(folder, name, 'pages-1.img'), pages);
  writeFileSync(join(folder, name, 'pagemap-1.img'), layout);
}

const isAlike = (): boolean =>
  spawnSync('sh', ['-c', '. "$1"; is_alike old new', 'sh', alikeScript], { cwd: folder }).status === 0;
const delta = (): Buffer =>
  execFileSync('perl', [join(transfer, 'page-delta.pl'), join(folder, 'old'), join(folder, 'new')], {
    maxBuffer: 1 << 28,
  });
const patch = (changes: Buffer) =>
  spawnSync('perl', [join(transfer, 'page-patch.pl'), join(folder, 'copy')], {
    input: changes,
    encoding: 'utf8',
  });

/** Names, modes and contents. */
const contentOf = (name: string) =>
  readdirSync(join(folder, name))
    .sort()
    .map((file) => {
      const path = join(folder, name, file);
      return [file, statSync(path).mode, readFileSync(path).toString('base64')];
    });

describe.skipIf(!hasPerl)(`changed pages${hasPerl ? '' : ' (skipped: no perl on this machine)'}`, () => {
  test('the copy becomes the new dump, and little more than the changed pages is sent', () => {
    const old = Buffer.alloc(700 * pageBytes, 'a');
    const fresh = Buffer.from(old);
    // The first page, the last one, a run across a megabyte's border, and single bytes.
    for (const page of [0, 699, 255, 256, 257, 300]) fresh.write('changed', page * pageBytes + 5);
    writeDump('old', old);
    writeDump('new', fresh);
    writeFileSync(join(folder, 'old', 'fifo-1.img'), 'only the old one has it');
    writeFileSync(join(folder, 'new', 'descriptors.json'), 'grown, and\nof several lines', { mode: 0o600 });
    writeFileSync(join(folder, 'new', 'empty.img'), '');
    cpSync(join(folder, 'old'), join(folder, 'copy'), { recursive: true });
    expect(isAlike()).toBe(true);
    const changes = delta();
    expect(changes.length).toBeLessThan(6 * pageBytes + 1000);
    expect(patch(changes)).toMatchObject({ status: 0, stderr: '' });
    expect(contentOf('copy')).toEqual(contentOf('new'));
  });

  test('dumps with other pages, or other places for them, are not alike', () => {
    writeDump('old', Buffer.alloc(pageBytes));
    writeDump('new', Buffer.alloc(pageBytes), 'another layout');
    expect(isAlike()).toBe(false);
    writeDump('new', Buffer.alloc(2 * pageBytes));
    expect(isAlike()).toBe(false);
    writeDump('new', Buffer.alloc(pageBytes));
    expect(isAlike()).toBe(true);
    symlinkSync('../old', join(folder, 'new', 'parent'));
    expect(isAlike()).toBe(false);
    rmSync(join(folder, 'new', 'parent'));
    writeFileSync(join(folder, 'old', 'pages-2.img'), '');
    expect(isAlike()).toBe(false);
  });

  test('links that were planted in the copy are not followed', () => {
    const outside = join(folder, 'outside');
    mkdirSync(join(folder, 'copy'));
    writeFileSync(outside, Buffer.alloc(pageBytes, 'o'));
    symlinkSync(outside, join(folder, 'copy', 'pages-1.img'));
    symlinkSync(outside, join(folder, 'copy', 'core-1.img'));
    expect(patch(Buffer.from(`file pages-1.img ${pageBytes}\nat 0 1\nxdone\n`)).status).not.toBe(0);
    expect(patch(Buffer.from('new core-1.img 600 4\nfinedone\n')).status).toBe(0);
    expect(readFileSync(outside)).toEqual(Buffer.alloc(pageBytes, 'o'));
    expect(contentOf('copy')).toEqual([['core-1.img', 0o100600, Buffer.from('fine').toString('base64')]]);
  });

  test('changes that end early, belong to another file or lead out of the folder are refused', () => {
    mkdirSync(join(folder, 'copy'));
    writeFileSync(join(folder, 'copy', 'pages-1.img'), Buffer.alloc(pageBytes));
    const attempts = [
      'file pages-1.img 4096\nat 0 4096\nshort',
      'file pages-1.img 4096\nat 0 1\nx',
      'file pages-1.img 9999\ndone\n',
      'file ../pages-1.img 4096\ndone\n',
      'at 0 1\nxdone\n',
      'new core-1.img 600 9\nshort',
      'new ../core-1.img 600 1\nxdone\n',
      'new .profile 600 1\nxdone\n',
      'new core-1.img 4755 1\nxdone\n',
      'file pages-1.img 4096\nat 4096 1\nxdone\n',
      'file pages-1.img 4096\nat 99999999999999999999999 1\nxdone\n',
      'file pages-1.img 4096\nat 0 99999999999999999999999\nxdone\n',
      'new core-1.img 600 99999999999999999999999\nxdone\n',
      'new core-1.img 600 99999999999999\nxdone\n',
      '',
    ];
    for (const attempt of attempts) expect(patch(Buffer.from(attempt)).status, attempt).not.toBe(0);
  });
});
