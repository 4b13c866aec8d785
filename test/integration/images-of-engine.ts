/** Images as an engine on a test host builds and describes them. */
import type { EdgeHost } from '../edge/host.ts';
import { images } from '../edge/images.ts';
import { docker } from './station-fixture.ts';

/** That image, by default the gauge's, with one more layer, or another configuration. */
export async function buildImage(
  host: EdgeHost,
  name: string,
  step: string,
  from: string = images.gauge,
): Promise<void> {
  const file = `FROM ${from}\n${step}\n`;
  const { status, stderr } = await host.run(
    ['env', 'DOCKER_BUILDKIT=0', 'docker', 'build', '--no-cache', '--tag', name, '-'],
    { input: file },
  );
  if (status !== 0) throw new Error(stderr);
}

/** The layers from the lowest up, and what is run: the same in every kind of image store. */
export async function chainOf(host: EdgeHost, name: string): Promise<unknown> {
  const [image] = JSON.parse(await docker(host, 'image', 'inspect', name));
  const { Env, Entrypoint, Cmd } = image.Config;
  return { layers: image.RootFS.Layers, Env, Entrypoint, Cmd };
}
