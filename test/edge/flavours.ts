/** The kinds of host there are to test against: a Debian release with its Docker, and how its images are stored. */
export const flavours = {
  /** Docker 26, images in the overlay2 graph driver. */
  docker26: { suite: 'trixie', daemon: { experimental: true, 'storage-driver': 'overlay2' } },
  /** Docker 28, images in the overlay2 graph driver. */
  docker28: { suite: 'forky', daemon: { experimental: true, 'storage-driver': 'overlay2' } },
  /** Docker 28, images in containerd, as a fresh install of Docker 29 has it. */
  'docker28-containerd': {
    suite: 'forky',
    daemon: { experimental: true, features: { 'containerd-snapshotter': true } },
  },
} as const;

export type Flavour = keyof typeof flavours;
export type Suite = (typeof flavours)[Flavour]['suite'];

export const flavourNames = Object.keys(flavours) as [Flavour, ...Flavour[]];
