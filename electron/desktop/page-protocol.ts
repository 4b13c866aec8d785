/** The page has an address of its own, `shiplock://window/`: no server, no files of this laptop beside it, a policy with each answer. */
import type { Protocol } from 'electron';
import { pageHeaders, readPageFile } from '../page-files.ts';

const scheme = 'shiplock';

export const pageAddress = `${scheme}://window/`;

/** To be called before the app is ready. With an origin of its own, the page's policy and storage are as on the web. */
export function registerPageScheme(protocol: Protocol): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true };
  protocol.registerSchemesAsPrivileged([{ scheme, privileges }]);
}

/** `folder`: the built window. To be called when the app is ready. */
export function servePage(protocol: Protocol, folder: string): void {
  protocol.handle(scheme, (request) => answer(folder, request));
}

async function answer(folder: string, { method, url }: Request): Promise<Response> {
  const headers = pageHeaders("'none'");
  if (method !== 'GET' || !isPage(url)) return new Response(null, { status: 403, headers });
  const file = await readPageFile(folder, new URL(url).pathname);
  if (file === undefined) return new Response(null, { status: 404, headers });
  return new Response(file.content, { headers: { ...headers, 'Content-Type': file.type } });
}

/** Whether this is an address of the window's page, or of what is beside it. */
export const isPage = (address: string): boolean => address.startsWith(pageAddress);
