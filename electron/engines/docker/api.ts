/** The Docker Engine API through an SSH session. */
import type Dockerode from 'dockerode';
import type { Session } from '../../hosts/session.ts';
import { DockerAgent } from './agent.ts';
import { type DockerLimits, limitTime, type Modem } from './limits.ts';

export interface DockerApi {
  readonly docker: Dockerode;
  close(): void;
}

export async function openDockerApi(session: Session, limits: DockerLimits = {}): Promise<DockerApi> {
  const { default: Docker } = await import('dockerode');
  const agent = new DockerAgent(session);
  // Everything is named here: dockerode would fill gaps from DOCKER_HOST and its kin in the user's environment.
  const docker = new Docker({ protocol: 'http', host: 'docker', port: 80, agent } as Dockerode.DockerOptions);
  limitTime(docker.modem as Modem, session.host.name, limits);
  return { docker, close: () => agent.destroy() };
}
