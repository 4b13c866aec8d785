/** File systems that became read-only, which is what a disk's errors mostly end in. */
import type { Found } from '../check.ts';
import { adviceFor, lastOf, saidWithin, severityOf } from '../failing.ts';
import { hostCheck } from '../subject.ts';

export const readOnly = hostCheck('read-only', ['role', 'name', 'condition'], ({ role, name, condition }) => {
  const { fileSystems, engineFileSystem } = condition;
  const turned = fileSystems.filter(({ hasTurnedReadOnly }) => hasTurnedReadOnly);
  const said = saidWithin(30, 'turned-read-only', condition);
  const found: Found[] = [];
  if (engineFileSystem?.isReadOnly === true) {
    found.push({
      id: 'engine-read-only',
      severity: severityOf(role, 'error'),
      host: name,
      text: {
        en: `The disk that Docker on ${name} keeps everything on is read-only: containers run on, but nothing that they write there is kept, and none can be started.`,
        zh: `${name} 上 Docker 存放数据的磁盘已变为只读：容器仍在运行，但写入的数据都不会保存，也无法启动新的容器。`,
      },
      measured: [
        `${engineFileSystem.device} ${engineFileSystem.place}`,
        ...said.slice(-1).map(({ text }) => text),
      ].join('\n'),
      remedy: adviceFor(role, 'any-moment', name),
    });
  }
  const places = turned
    .filter(({ device }) => device !== engineFileSystem?.device || !engineFileSystem.isReadOnly)
    .map(({ place }) => place);
  if (places.length > 0 || (found.length === 0 && said.length > 0)) {
    found.push({
      id: 'read-only',
      severity: severityOf(role, 'warning'),
      host: name,
      text: {
        en: `File systems of ${name} became read-only, as they do when a disk fails.`,
        zh: `${name} 的文件系统变成了只读，磁盘损坏时往往如此。`,
      },
      measured: places.length > 0 ? places.slice(0, 10).join(' ') : lastOf(said),
      remedy: adviceFor(role, 'any-moment', name),
    });
  }
  return found;
});
