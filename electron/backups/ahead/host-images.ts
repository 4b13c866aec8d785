/** The images that a host's containers have, each once. */
import { ShiplockError } from '../../../shared/errors.ts';
import type { Container } from '../../engines/container.ts';
import type { Engine, ImageFacts } from '../../engines/engine.ts';

export interface HostImage {
  readonly facts: ImageFacts;
  /** What its containers call it; its identifier where that means another image by now. */
  readonly name: string;
  /** By name. */
  readonly containers: readonly string[];
}

/**
 * Of all containers, running or not, or of that one. Asks the engine for lists and descriptions and nothing else. Throws
 * 'not-found' for a container that is not there, and what the engine throws.
 */
export async function imagesOfContainers(engine: Engine, host: string, only?: string): Promise<HostImage[]> {
  const containers = only === undefined ? await all(engine) : [await one(engine, host, only)];
  const users = new Map<string, Container[]>();
  for (const container of containers)
    users.set(container.imageId, [...(users.get(container.imageId) ?? []), container]);
  const images: HostImage[] = [];
  for (const [id, having] of users) {
    const facts = await engine.image(id);
    // An image can be removed by force from under its container.
    if (facts === undefined) continue;
    const name = having.map(({ imageName }) => imageName).find((each) => isNamed(facts, each)) ?? facts.id;
    images.push({ facts, name, containers: having.map((container) => container.name).toSorted() });
  }
  return images;
}

async function all(engine: Engine): Promise<Container[]> {
  const listed = await engine.list();
  const described = await Promise.all(listed.map(({ id }) => engine.container(id)));
  return described.filter((container) => container !== undefined);
}

async function one(engine: Engine, host: string, name: string): Promise<Container> {
  const container = await engine.container(name);
  if (container !== undefined) return container;
  const text = { en: `There is no container ${name} on ${host}.`, zh: `${host} 上没有容器 ${name}。` };
  throw new ShiplockError('not-found', text, {
    remedy: {
      en: `To see those that there are: shiplock containers ${host}`,
      zh: `列出其容器：shiplock containers ${host}`,
    },
  });
}

const isNamed = ({ names }: ImageFacts, name: string): boolean =>
  names.includes(name) || names.includes(`${name}:latest`);
