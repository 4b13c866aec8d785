/** A zip of these files, as another program might have made it. */
import { writeFileSync } from 'node:fs';
import { TextReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';

export async function writeZip(file: string, files: Iterable<readonly [string, string]>): Promise<void> {
  const zip = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false });
  for (const [name, text] of files) await zip.add(name, new TextReader(text));
  writeFileSync(file, await zip.close());
}
