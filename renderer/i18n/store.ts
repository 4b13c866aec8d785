/** The store of restore points, and what opens it. */
import { catalogue, phrase, plural } from './catalogue.ts';

export const store = catalogue({
  title: { en: 'Store of restore points', zh: '还原点存储' },
  none: {
    en: 'There is none yet. It is made with the first restore point.',
    zh: '尚未建立，创建第一个还原点时自动建立。',
  },
  folder: { en: 'Folder', zh: '目录' },
  holds: { en: 'Holds', zh: '内容' },
  counts: phrase({
    en: (points: number, images: number) => `${plural(points, 'restore point')}, ${plural(images, 'image')}`,
    zh: (points, images) => `${points} 个还原点，${images} 个镜像`,
  }),
  bytes: { en: 'On the disk', zh: '占用空间' },
  opensWith: { en: 'Opens with', zh: '打开方式' },
  keyring: { en: 'the keyring of this user', zh: '当前用户的密钥环' },
  passphrase: { en: 'a passphrase', zh: '口令' },
  recovery: { en: 'the recovery key', zh: '恢复密钥' },
  care: { en: 'Care', zh: '维护' },
  verify: { en: 'Verify all of it', zh: '全部校验' },
  verifyMeans: { en: 'Reads everything back and compares.', zh: '读回全部数据并比对。' },
  verifying: phrase({
    en: (done: string, total: string) => `${done} of ${total} read`,
    zh: (done, total) => `已读取 ${done} / ${total}`,
  }),
  isWhole: phrase({
    en: (bytes: string) => `All is as it was written: ${bytes} read.`,
    zh: (bytes) => `数据完好，共读取 ${bytes}。`,
  }),
  isDamaged: phrase({
    en: (count: number) => `${plural(count, 'part')} not as written:`,
    zh: (count) => `有 ${count} 处与写入时不符：`,
  }),
  missing: { en: 'is missing', zh: '丢失' },
  changed: { en: 'has changed', zh: '内容改变' },
  manifest: { en: 'A manifest', zh: '清单' },
  description: { en: 'A description', zh: '描述' },
  pack: { en: 'A pack of data', zh: '数据包' },
  image: { en: 'A part of an image', zh: '镜像的一部分' },
  repaired: { en: 'repaired, nothing is lost', zh: '已修复，没有丢失' },
  affects: phrase({ en: (what: string) => `needed by ${what}`, zh: (what) => `影响 ${what}` }),
  prune: { en: 'Free the room of what nothing needs', zh: '清理不再需要的数据' },
  pruned: phrase({ en: (bytes: string) => `${bytes} are free again.`, zh: (bytes) => `已释放 ${bytes}。` }),
  rebuild: { en: 'Make the index anew', zh: '重建索引' },
  rebuilt: phrase({
    en: (points: number) => `The index is new: ${plural(points, 'restore point')}.`,
    zh: (points) => `索引已重建，共 ${points} 个还原点。`,
  }),
  working: { en: 'Working …', zh: '正在处理……' },
  cancel: { en: 'Cancel', zh: '取消' },
  opening: { en: 'What opens it', zh: '访问凭据' },
  openingMeans: {
    en: 'Restore points hold the memory of containers, keys included, so they are kept encrypted.',
    zh: '还原点含有容器内存（包括其中的密钥），因此加密保存。',
  },
  setPassphrase: { en: 'Set a new passphrase …', zh: '设置新口令……' },
  useKeyring: { en: 'Use the keyring: do not ask on this laptop', zh: '使用密钥环，本机不再询问' },
  renew: { en: 'New recovery key …', zh: '更换恢复密钥……' },
  passphraseIsSet: { en: 'The new passphrase opens it from now on.', zh: '今后使用新口令打开。' },
  keyringIsUsed: {
    en: 'The keyring opens it on this laptop; nobody is asked.',
    zh: '本机今后由密钥环打开，不再询问。',
  },
  renewTitle: { en: 'Make a new recovery key?', zh: '更换恢复密钥？' },
  renewMeans: {
    en: 'The one before opens nothing any more. The new one is shown once.',
    zh: '原恢复密钥将失效，新密钥只显示一次。',
  },
  renewNow: { en: 'Make it', zh: '更换' },
  recoveryTitle: { en: 'Write down the recovery key', zh: '请记下恢复密钥' },
  recoveryMeans: {
    en: 'It opens the restore points when keyring and passphrase are gone. It is shown now, once, and kept nowhere. Without it they would be lost then.',
    zh: '密钥环和口令都无法使用时，只能用它打开还原点。它仅显示这一次，不在任何地方保存；若遗失，届时将无法恢复。',
  },
  copy: { en: 'Copy', zh: '复制' },
  copied: { en: 'Copied', zh: '已复制' },
  isWritten: {
    en: 'I have written it down and keep it apart from this laptop',
    zh: '我已记下，并与本机分开保管',
  },
  done: { en: 'Done', zh: '完成' },
});
