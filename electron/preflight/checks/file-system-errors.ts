/** File systems with errors in them: what was written may not be what is read. */
import { adviceFor, lastOf, saidWithin, severityOf } from '../failing.ts';
import { hostCheck } from '../subject.ts';

export const fileSystemErrors = hostCheck(
  'file-system-errors',
  ['role', 'name', 'condition'],
  ({ role, name, condition }) => {
    const said = saidWithin(30, 'file-system', condition);
    const noted = condition.disks.flatMap(({ name, ext4Errors }) =>
      ext4Errors === undefined ? [] : [`${name}: ${ext4Errors.count} (ext4)`],
    );
    if (said.length === 0 && noted.length === 0) return [];
    return [
      {
        id: 'file-system-errors',
        severity: severityOf(role, 'warning'),
        host: name,
        text: {
          en: `A file system of ${name} has errors. Files may be damaged, and it may become read-only at any moment.`,
          zh: `${name} 的一个文件系统有错误。文件可能已损坏，文件系统随时可能变为只读。`,
        },
        measured: [...noted, ...(said.length > 0 ? [lastOf(said)] : [])].join('\n'),
        remedy: adviceFor(role, 'any-moment', name),
      },
    ];
  },
);
