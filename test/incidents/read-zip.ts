/** The files of a zip, as text. */
import { readFileSync } from 'node:fs';
import { TextWriter, Uint8ArrayReader, ZipReader } from '@zip.js/zip.js';

export async function readZip(file: string): Promise<Map<string, string>> {
  const zip = new ZipReader(new Uint8ArrayReader(readFileSync(file)));
  const files = new Map<string, string>();
  for (const entry of await zip.getEntries()) {
    if (!entry.directory) files.set(entry.filename, await entry.getData(new TextWriter()));
  }
  return files;
}
