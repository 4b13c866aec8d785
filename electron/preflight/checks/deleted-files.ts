/** Files in use whose names are gone. */
import { formatBytes } from '../../../shared/units.ts';
import type { GoneFile } from '../../checkpoint/inside-files.ts';
import type { Found } from '../check.ts';
import { heldByDumped, nameHolders } from '../holders.ts';
import { moveCheck, type Subject } from '../subject.ts';

type Facts = Pick<Subject, 'container' | 'inside' | 'source'>;

export const deletedFiles = moveCheck('deleted-files', ['container', 'inside', 'source'], (facts) => {
  const gone = heldByDumped(facts.inside, facts.inside.gone).filter(({ target }) => isFile(target));
  return [...tooLarge(facts, gone), ...withOtherNames(facts, gone)];
});

type Held = ReturnType<typeof heldByDumped<GoneFile>>[number];

/** Memory that the kernel shows as deleted files is dumped as memory. */
const isFile = (target: string): boolean => !/^\/(memfd:|SYSV|\[aio\]|anon_hugepage|dev\/zero)/.test(target);

/** CRIU puts the contents into the images, up to a limit: "Can't dump ghost file … increase limit". Measured, with the remedy. */
function tooLarge({ container, inside, source }: Facts, gone: readonly Held[]): Found[] {
  const limit = inside.settings.ghostLimitBytes;
  const large = gone.filter(({ links, bytes }) => links === 0 && bytes > limit);
  if (large.length === 0) return [];
  const largest = Math.max(...large.map(({ bytes }) => bytes));
  const mebibytes = Math.max(64, 2 ** Math.ceil(Math.log2((largest * 2) / 1024 ** 2)));
  const line = `ghost-limit ${mebibytes}M`;
  return [
    {
      id: 'deleted-file-large',
      severity: 'error',
      host: source.name,
      text: {
        en: `${container.name} uses a deleted file that is larger than CRIU carries without being told to.`,
        zh: `${container.name} 正在使用一个已删除的文件，其大小超出 CRIU 默认可迁移的上限。`,
      },
      measured: nameHolders(
        large.map(({ process, target, bytes }) => ({
          process,
          what: `${nameOf(target)} ${formatBytes(bytes)}`,
        })),
      ),
      needed: { en: `at most ${formatBytes(limit)}`, zh: `不超过 ${formatBytes(limit)}` },
      remedy: {
        en: `On ${source.name}, add the line ${line} to /etc/criu/runc.conf`,
        zh: `在 ${source.name} 的 /etc/criu/runc.conf 中添加一行 ${line}`,
      },
      fix: {
        host: source.name,
        commands: ['mkdir -p /etc/criu', `printf '\\n%s\\n' '${line}' >>/etc/criu/runc.conf`],
      },
    },
  ];
}

/** "Can't create link remap … Use link-remap option": the name that CRIU would make is one that nobody carries to the target. */
function withOtherNames({ container, inside }: Facts, gone: readonly Held[]): Found[] {
  const renamed = inside.settings.linksRemapped ? [] : gone.filter(({ links }) => links > 0);
  if (renamed.length === 0) return [];
  return [
    {
      id: 'deleted-name',
      severity: 'error',
      text: {
        en: `${container.name} uses a file under a name that was deleted while the file has another one; CRIU does not dump that.`,
        zh: `${container.name} 通过一个已删除的名字使用某个文件，而该文件仍有其他名字；CRIU 无法转储。`,
      },
      measured: nameHolders(renamed.map(({ process, target }) => ({ process, what: nameOf(target) }))),
      remedy: { en: 'Restart the program that uses it.', zh: '重启使用它的程序。' },
    },
  ];
}

const nameOf = (target: string): string => target.replace(/ \(deleted\)$/, '');
