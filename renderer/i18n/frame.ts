/** What is on every screen. */
import { catalogue, phrase } from './catalogue.ts';

export const frame = catalogue({
  station: { en: 'Station', zh: '站点' },
  runs: { en: 'Runs', zh: '任务' },
  restorePoints: { en: 'Restore points', zh: '还原点' },
  incidents: { en: 'Incidents', zh: '事件日志' },
  settings: { en: 'Settings', zh: '设置' },
  mainMenu: { en: 'Main menu', zh: '主菜单' },
  skipToContent: { en: 'Skip to the content', zh: '跳到正文' },
  disconnected: {
    en: 'The window has lost Shiplock. What was begun goes on; trying again …',
    zh: '窗口与 Shiplock 失去联系。已开始的操作仍在继续，正在重新连接……',
  },
  notFound: { en: 'There is no such screen.', zh: '没有这个页面。' },
  toStation: { en: 'To the station', zh: '返回站点' },
  loading: { en: 'Loading …', zh: '正在加载……' },
  cancel: { en: 'Cancel', zh: '取消' },
  close: { en: 'Close', zh: '关闭' },
  again: { en: 'Try again', zh: '重试' },
  copyDetails: { en: 'Copy the details', zh: '复制详细信息' },
  copied: { en: 'Copied', zh: '已复制' },
  details: { en: 'Details', zh: '详细信息' },
  whatNow: { en: 'What to do', zh: '处理办法' },
  howThingsAre: { en: 'How things are', zh: '当前状态' },
  /** What it is that follows. */
  follows: phrase({ en: (name: string) => `${name}: `, zh: (name) => `${name}：` }),
  measured: { en: 'Found', zh: '实测' },
  needed: { en: 'Needed', zh: '要求' },
  error: { en: 'Error', zh: '错误' },
  warning: { en: 'Warning', zh: '警告' },
  info: { en: 'Note', zh: '提示' },
  ok: { en: 'OK', zh: '正常' },
});
