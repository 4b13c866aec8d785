/** What is said when a checkpoint's images are not what CRIU wrote. */
import { ShiplockError } from '../../../shared/errors.ts';
import type { BothLanguages } from '../../../shared/words.ts';

/** `image`: the file's name; `what`: the end of a sentence that begins with it. */
export function damaged(image: string, what: BothLanguages): ShiplockError {
  const text = {
    en: `The checkpoint cannot be read: ${image} ${what.en}.`,
    zh: `无法读取检查点：${image} ${what.zh}。`,
  };
  return new ShiplockError('store-damaged', text, {
    state: { en: 'Nothing was changed.', zh: '未做任何更改。' },
    remedy: {
      en: 'Verify the restore point. Its files and volumes can be read in any case; to see its processes, take another.',
      zh: '请校验该还原点。其文件和数据卷仍可读取；如需查看进程，请另建一个还原点。',
    },
  });
}
