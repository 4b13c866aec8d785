/** What is said when a checkpoint's images are not what CRIU wrote. */
import { ShiplockError } from '../../../shared/errors.ts';

/** `image`: the file's name; `what`: the end of a sentence that begins with it. */
export function damaged(image: string, what: string): ShiplockError {
  return new ShiplockError('store-damaged', `The checkpoint cannot be read: ${image} ${what}.`, {
    state: 'Nothing was changed.',
    remedy:
      'Verify the restore point. Its files and volumes can be read in any case; to see its processes, take another.',
  });
}
