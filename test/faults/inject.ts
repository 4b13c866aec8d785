/** The faults: how each is injected at the moment, what goes on until the command has ended, and how it is healed. */
import { setTimeout as delay } from 'node:timers/promises';
import type { EdgeHost } from '../edge/host.ts';
import type { RunningCommand } from '../integration/command-line.ts';
import { fillHome, freeHome } from './laptop-disk.ts';
import type { Stand } from './stand.ts';

export type End = 'source' | 'target';

export interface Fault {
  readonly name: string;
  /** How long a case with it takes, about, in seconds. */
  readonly seconds: number;
  /** The host whose containers it ends, through no fault of Shiplock's. */
  readonly ends?: End;
  /** The source has no word from the laptop for long: before recovery it is looked at whether it leaves its copy paused. */
  readonly isLong?: true;
  /** Before the move begins. */
  prepare?(stand: Stand): Promise<void>;
  /** At the moment. Shiplock's process stands still meanwhile, but for a fault that kills it. */
  inject(stand: Stand, command: RunningCommand): Promise<void> | void;
  /** From the moment on, until the command has ended. */
  meanwhile?(stand: Stand, command: RunningCommand): Promise<void>;
  /** When the command has ended, and what is true then was looked at. Safe to repeat. */
  heal?(stand: Stand): Promise<void>;
}

/** The time that the link is away, as issue 4 has it: shorter than it takes to notice, and to give up. */
const shortCutMs = 5000;

export const faults: readonly Fault[] = [
  {
    name: 'app-killed',
    seconds: 7,
    inject: (_stand, command) => command.signal('SIGKILL'),
  },
  {
    // Nobody starts it again for a while.
    name: 'app-killed-for-long',
    seconds: 80,
    isLong: true,
    inject: (_stand, command) => command.signal('SIGKILL'),
  },
  ...(['source', 'target'] as const).flatMap((end): Fault[] => [
    {
      name: `${end}-power-loss`,
      seconds: 45,
      ends: end,
      inject: (stand) => stand[end].powerLoss(),
      meanwhile: async (stand, command) => {
        if (await noticesLoss(command)) await stand.boot(stand[end]);
      },
      heal: async (stand) => {
        if (!stand[end].poweredOn) await stand.boot(stand[end]);
      },
    },
    {
      name: `${end}-link-cut-5s`,
      seconds: 12,
      inject: (stand) => stand[end].cut(),
      meanwhile: async (stand) => {
        await delay(shortCutMs);
        await stand[end].rejoin();
      },
    },
    {
      name: `${end}-link-cut`,
      seconds: 80,
      ...(end === 'source' && { isLong: true }),
      inject: (stand) => stand[end].cut(),
      // Before the freeze it would wait for two minutes: the user ends that.
      meanwhile: async (_stand, command) => {
        if (await noticesLoss(command)) command.signal('SIGINT');
      },
      heal: (stand) => stand[end].rejoin(),
    },
    {
      name: `${end}-disk-full`,
      seconds: 9,
      inject: (stand) => fillDisk(stand[end]),
      heal: (stand) => freeDisk(stand[end]),
    },
    {
      name: `${end}-docker-killed`,
      seconds: 12,
      inject: (stand) => stand[end].killDocker(),
      heal: (stand) => stand[end].startDocker(),
    },
    {
      // Docker as it is installed: its crash ends its containers when it starts again.
      name: `${end}-docker-killed-plain`,
      seconds: 14,
      ends: end,
      prepare: (stand) => stand.setLiveRestore(stand[end], false),
      inject: (stand) => stand[end].killDocker(),
      heal: (stand) => stand[end].startDocker(),
    },
  ]),
  {
    name: 'laptop-disk-full',
    seconds: 8,
    inject: ({ home }) => fillHome(home),
    heal: async ({ home }) => freeHome(home),
  },
];

/** True when Shiplock says that it waits for a link; false when it ends without that. */
async function noticesLoss(command: RunningCommand): Promise<boolean> {
  const lost = command
    .until((event) => event.event === 'host.link' && event.state !== 'up')
    .then(
      () => true,
      () => false,
    );
  return lost;
}

const filler = '/var/lib/docker/filler';

/** Not a byte is left: first in one piece, then what is left of it. */
async function fillDisk(host: EdgeHost): Promise<void> {
  await host.shell(`
    fallocate -l "$(df --output=avail -B 1 /var/lib/docker | tail -n 1)" ${filler} 2>/dev/null || true
    dd if=/dev/zero bs=4096 2>/dev/null >>${filler} || true`);
}

const freeDisk = async (host: EdgeHost): Promise<void> => void (await host.shell(`rm -f ${filler}`));
