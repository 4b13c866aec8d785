/** Why a container could not be dumped, for a person. */
import { ShiplockError } from '../../shared/errors.ts';
import { en, zh } from '../../shared/words.ts';
import { explainCriuLog } from './explain.ts';

/** What a dump's script that ended with this status, other than 0, says in its error output. */
export function dumpFailure(host: string, status: number, stderr: string, seconds: number): ShiplockError {
  if (status === 9) {
    const text = {
      en: `On ${host} the container is not marked for this run any more.`,
      zh: `${host} 上的容器已不再标记为属于本任务。`,
    };
    return new ShiplockError('busy', text, {
      state: { en: 'Nothing was done to it there.', zh: '未在那里对它做任何操作。' },
      remedy: {
        en: 'Another process has ended the run, or the host was started anew: shiplock runs',
        zh: '该任务已被另一进程结束，或该主机重启过：shiplock runs',
      },
    });
  }
  if (status === 124 || status === 137) {
    const overdue = {
      en: `The container could not be dumped on ${host} within ${Math.ceil(seconds)} s.`,
      zh: `${host} 上的容器未能在 ${Math.ceil(seconds)} 秒内完成转储。`,
    };
    return new ShiplockError('timed-out', overdue, {
      remedy: {
        en: `Look at what CRIU waits for on ${host}: its disk, its memory, a process that cannot be stopped.`,
        zh: `请查看 ${host} 上的 CRIU 在等待什么：磁盘、内存，还是某个无法停下的进程。`,
      },
      details: stderr,
    });
  }
  const { meaning, remedy } = explainCriuLog(stderr);
  const code = /No space left/.test(stderr) ? 'disk-full' : 'dump-refused';
  const text = {
    en: en`The container could not be dumped on ${host}. ${meaning}`,
    zh: zh`${host} 上的容器无法转储。${meaning}`,
  };
  return new ShiplockError(code, text, { remedy, details: stderr });
}
