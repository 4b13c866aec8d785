/** A container's volumes get other names in all the places where Docker's definition has them, and nothing else does. */
import { expect, test } from 'vitest';
import type { InspectAnswer } from '../../electron/engines/docker/inspect.ts';
import { withVolumeNames } from '../../electron/engines/docker/volume-names.ts';

const inspect = {
  HostConfig: {
    NetworkMode: 'readings',
    Binds: ['readings:/data:rw', '/srv/readings:/srv', 'other:/other'],
    Mounts: [
      { Type: 'volume', Source: 'readings', Target: '/more', ReadOnly: true },
      { Type: 'bind', Source: 'readings', Target: '/bind' },
      { Type: 'volume', Target: '/unnamed' },
    ],
  },
} as unknown as InspectAnswer;

test('volumes are renamed, folders and everything else stay', () => {
  const { HostConfig } = withVolumeNames(inspect, new Map([['readings', 'clone-readings']]));
  expect(HostConfig).toEqual({
    NetworkMode: 'readings',
    Binds: ['clone-readings:/data:rw', '/srv/readings:/srv', 'other:/other'],
    Mounts: [
      { Type: 'volume', Source: 'clone-readings', Target: '/more', ReadOnly: true },
      { Type: 'bind', Source: 'readings', Target: '/bind' },
      { Type: 'volume', Target: '/unnamed' },
    ],
  });
});

test('without other names nothing is changed', () => {
  expect(withVolumeNames(inspect, new Map())).toBe(inspect);
});
