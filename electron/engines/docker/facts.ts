/** What dockerd says of itself, as `EngineFacts`. */
import { posix } from 'node:path';
import type Dockerode from 'dockerode';
import type { Session } from '../../hosts/session.ts';
import { infoAnswer, runtimeAnswer } from './answers.ts';
import { asks } from './asks.ts';
import { askFor } from './request.ts';
import type { EngineFacts } from '../engine.ts';

export async function readDockerFacts(session: Session, docker: Dockerode): Promise<EngineFacts> {
  const known = await askFor(session, asks.describeItself, infoAnswer, () => docker.info());
  const security = known.SecurityOptions ?? [];
  const isContainerd = JSON.stringify(known.DriverStatus ?? []).includes('io.containerd.snapshotter');
  return {
    kind: 'docker',
    version: known.ServerVersion,
    imageStore: isContainerd ? 'containerd' : 'layers',
    rootDir: known.DockerRootDir,
    storageDriver: known.Driver,
    cgroupVersion: known.CgroupVersion,
    runtimes: Object.keys(known.Runtimes ?? {}),
    runcRuntimes: Object.entries(known.Runtimes ?? {}).flatMap(([name, runtime]) =>
      isRunc(name, runtime) ? [name] : [],
    ),
    shiftsOwners: security.some((option) => /name=(userns|rootless)/.test(option)),
    keepsContainersAlive: known.LiveRestoreEnabled ?? false,
    isInCluster: (known.Swarm?.LocalNodeState ?? 'inactive') !== 'inactive',
    networkDrivers: known.Plugins?.Network ?? [],
    logDrivers: known.Plugins?.Log ?? [],
    filtersSystemCalls: security.some((option) => option.includes('name=seccomp')),
  };
}

/** `shiplock` is runc with the ability to restore; its name must be known here, since a moved container was made with it. */
function isRunc(name: string, runtime: unknown): boolean {
  const { path = '' } = runtimeAnswer.safeParse(runtime).data ?? {};
  return name === 'runc' || name === 'shiplock' || posix.basename(path) === 'runc';
}
