/** Files of a restore point: looked through, searched, read, and taken out. */
import { catalogue, phrase, plural } from './catalogue.ts';

export const storedFiles = catalogue({
  show: { en: 'Show', zh: '显示' },
  container: { en: 'Files as the container saw them', zh: '容器看到的全部文件' },
  'rw-layer': { en: 'Only what it changed of its image (RW layer)', zh: '仅对镜像的改动（读写层）' },
  path: { en: 'Path', zh: '路径' },
  go: { en: 'Go', zh: '前往' },
  search: { en: 'A name below here', zh: '在此目录下按名称搜索' },
  searchNow: { en: 'Search', zh: '搜索' },
  root: { en: 'All files', zh: '根目录' },
  whereOneIs: { en: 'Where you are', zh: '当前位置' },
  takeOut: { en: 'Take it out …', zh: '提取……' },
  takeFolderOut: { en: 'Take this folder out …', zh: '提取此目录……' },
  emptyFolder: { en: 'This folder is empty.', zh: '此目录为空。' },
  noChanges: { en: 'The container had changed nothing here.', zh: '容器在此处没有改动。' },
  name: { en: 'Name', zh: '名称' },
  kind: { en: 'Kind', zh: '类型' },
  size: { en: 'Size', zh: '大小' },
  changed: { en: 'Changed', zh: '修改时间' },
  owner: { en: 'Owner', zh: '所有者' },
  permissions: { en: 'Permissions', zh: '权限' },
  target: { en: 'Leads to', zh: '指向' },
  toTarget: { en: 'Go there', zh: '前往目标' },
  is_file: { en: 'file', zh: '文件' },
  is_folder: { en: 'folder', zh: '目录' },
  is_link: { en: 'link', zh: '符号链接' },
  'is_hard-link': { en: 'another name', zh: '硬链接' },
  is_fifo: { en: 'pipe', zh: '命名管道' },
  is_character: { en: 'character device', zh: '字符设备' },
  is_block: { en: 'block device', zh: '块设备' },
  text: { en: 'Text', zh: '文本内容' },
  noText: {
    en: 'It is no text. Take it out to look at it with a program of yours.',
    zh: '这不是文本文件。请提取后用相应的程序查看。',
  },
  onlyBeginning: { en: 'Only its beginning is shown.', zh: '仅显示开头部分。' },
  emptyFile: { en: 'It is empty.', zh: '文件为空。' },
  // Search
  searching: phrase({
    en: (looked: string, found: string) => `Looked at ${looked} names; found ${found} …`,
    zh: (looked, found) => `已检查 ${looked} 个名称，找到 ${found} 个……`,
  }),
  searchBegan: { en: 'Searching …', zh: '正在搜索……' },
  found: phrase({
    en: (count: number, looked: string, hasMore: boolean) =>
      `${hasMore ? 'The first ' : ''}${plural(count, 'hit')} among ${looked} names.${hasMore ? ' There are more: search below a folder, or for more of the name.' : ''}`,
    zh: (count, looked, hasMore) =>
      `${hasMore ? '前 ' : ''}${count} 个结果，共检查 ${looked} 个名称。${hasMore ? '还有更多：请在子目录中搜索，或输入更完整的名称。' : ''}`,
  }),
  results: phrase({ en: (name: string) => `Names with “${name}”`, zh: (name) => `名称含“${name}”` }),
  stopped: { en: 'The search was stopped.', zh: '搜索已停止。' },
  stop: { en: 'Stop', zh: '停止' },
  backToFolder: { en: 'Back to the folder', zh: '返回目录' },
  // Extract
  extractTitle: phrase({ en: (path: string) => `Take out ${path}`, zh: (path) => `提取 ${path}` }),
  out: { en: 'Where to, on this laptop', zh: '保存到本机' },
  nothingThere: { en: 'Nothing of that name may be there yet.', zh: '该位置不能已有同名文件。' },
  extract: { en: 'Take out', zh: '提取' },
  extracting: { en: 'Taking out …', zh: '正在提取……' },
  bytesSoFar: phrase({ en: (bytes: string) => `${bytes} so far`, zh: (bytes) => `已完成 ${bytes}` }),
  extracted: phrase({
    en: (files: number, bytes: string) => `${plural(files, 'file')}, ${bytes}, are now at:`,
    zh: (files, bytes) => `已提取 ${files} 个文件，共 ${bytes}，保存在：`,
  }),
  remarks: phrase({
    en: (count: number) => `Not as the container had it (${count})`,
    zh: (count) => `与容器中不同之处（${count}）`,
  }),
});
