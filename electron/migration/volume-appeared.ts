/** A volume that is there now and was not when the plan was made is somebody else's: nothing is put into it. */
import { ShiplockError } from '../../shared/errors.ts';

export function volumeAppeared(volume: string, host: string): ShiplockError {
  const text = {
    en: `Volume ${volume} appeared on ${host} after the plan was made.`,
    zh: `制定计划之后，${host} 上出现了数据卷 ${volume}。`,
  };
  return new ShiplockError('busy', text, {
    remedy: { en: 'Look at what made it, and try again.', zh: '请查明是什么创建了它，然后重试。' },
  });
}
