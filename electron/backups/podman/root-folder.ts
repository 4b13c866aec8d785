/** Podman's containers have a root folder of another mode than Docker's, and processes have it open: CRIU compares. */
import { bytesField, fieldsOf, messageOf, rewriteEntries } from '../../checkpoint/images/rewrite.ts';

/** In an entry of files.img; in it, of the file itself. Sources: CRIU's images/fdinfo.proto and regfile.proto. */
const regularFile = 3;
const file = { name: 6, mode: 10 } as const;

/** files.img without the root folder's mode. Throws 'store-damaged'. */
export function withoutRootMode(image: Buffer, name: string): Buffer {
  return rewriteEntries(image, 'files', name, (entry) =>
    entry.map((field) => {
      if (field.number !== regularFile) return field;
      const fields = fieldsOf(field.content, name);
      const isRoot = fields.some(({ number, content }) => number === file.name && content.toString() === '/');
      if (!isRoot) return field;
      return bytesField(regularFile, messageOf(fields.filter(({ number }) => number !== file.mode)));
    }),
  );
}
