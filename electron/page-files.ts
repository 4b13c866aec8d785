/** The built window's files, and what its page may do, for every shell that serves it. */
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

export interface PageFile {
  readonly content: Buffer<ArrayBuffer>;
  readonly type: string;
}

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** `path`: as it stands in an address, from `/` on. Undefined for what is not in `folder`. */
export async function readPageFile(folder: string, path: string): Promise<PageFile | undefined> {
  try {
    const file = normalize(join(folder, path === '/' ? 'index.html' : decodeURIComponent(path)));
    if (!file.startsWith(folder + sep)) return undefined;
    const content = await readFile(file);
    return { content, type: contentTypes[extname(file)] ?? 'application/octet-stream' };
  } catch {
    return undefined;
  }
}

/** The page needs nothing but what is beside it and its connection, `connect`. Sent with every answer. */
export const pageHeaders = (connect: string): Readonly<Record<string, string>> => ({
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    `connect-src ${connect}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
});
