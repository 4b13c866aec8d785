/** Where a container's layers lie is read from what the kernel and ctr say of its root. */
import { expect, test } from 'vitest';
import { overlayFolders, rootOverlay } from '../../electron/engines/docker/overlay.ts';

test('the upper folder and the highest of those below are read from a mount table, whatever else is in it', () => {
  const table = [
    '30 1 0:5 / /proc rw - proc proc rw',
    '600 500 0:52 / / rw,relatime master:1 - overlay overlay rw,lowerdir=/s/12\\040a/fs:/s/11/fs,upperdir=/s/13/fs,workdir=/s/13/work',
    '601 600 0:53 / /proc rw - proc proc rw',
  ].join('\n');
  expect(rootOverlay(table)).toEqual({ upper: '/s/13/fs', highestLower: '/s/12 a/fs' });
});

test('folders below that are named from another folder on are not told', () => {
  expect(overlayFolders('upperdir=/s/13/fs,lowerdir=12/fs:11/fs')).toEqual({
    upper: '/s/13/fs',
    highestLower: undefined,
  });
});

test('a root that is no overlay, or whose upper folder is no plain path, has none', () => {
  expect(rootOverlay('600 500 8:1 / / rw - ext4 /dev/sda1 rw')).toBeUndefined();
  expect(overlayFolders('upperdir=../fs,lowerdir=/s/1/fs')).toBeUndefined();
});
