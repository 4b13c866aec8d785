/** What a repository has under which tag. */
import { z } from 'zod';
import { ShiplockError } from '../../../shared/errors.ts';
import { parsed } from '../images/oci-image.ts';
import { bodyOf } from './body.ts';
import type { RegistryConnection } from './connection.ts';
import { withPatience } from './patience.ts';

const tagList = z.looseObject({ tags: z.array(z.string()).nullable() });
const maxListBytes = 4 * 1024 * 1024;
const tagsInPage = 1000;

/** In the registry's order, page by page; none of a repository that is not there. Throws what `RegistryConnection.request` throws. */
export async function* tagsOf(registry: RegistryConnection): AsyncGenerator<string> {
  for (let last: string | undefined; ; ) {
    const tags = await pageAfter(registry, last);
    yield* tags;
    if (tags.length < tagsInPage) return;
    last = tags.at(-1);
  }
}

async function pageAfter(registry: RegistryConnection, last: string | undefined): Promise<string[]> {
  const place = registry.at('tags/list');
  place.searchParams.set('n', String(tagsInPage));
  if (last !== undefined) place.searchParams.set('last', last);
  const response = await withPatience(() => registry.request(place, { expected: [200, 404] }), registry);
  const bytes = await bodyOf(response, maxListBytes).catch((error: unknown) => {
    throw registry.broken(error);
  });
  if (response.status === 404) return [];
  const { data } = tagList.safeParse(parsed(bytes ?? Buffer.alloc(0)));
  if (data !== undefined) return data.tags ?? [];
  throw new ShiplockError('transfer-failed', {
    en: `The list of tags from ${registry.address.origin} makes no sense.`,
    zh: `${registry.address.origin} 给出的标签列表无法理解。`,
  });
}
