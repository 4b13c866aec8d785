/** The container as the source's engine knows it now. */
import { ShiplockError } from '../../shared/errors.ts';
import type { Container } from '../engines/container.ts';
import type { Move } from './move.ts';

/** Throws 'not-found' if it does not run there any more, frozen or not. */
export async function sourceContainer({ source, sourceId, plan }: Move): Promise<Container> {
  const now = await source.engine.container(sourceId);
  if (now?.state === 'running' || now?.state === 'paused') return now;
  const { name } = plan.container;
  const text = {
    en: `${name} does not run on ${source.host} any more.`,
    zh: `${name} 已不在 ${source.host} 上运行。`,
  };
  throw new ShiplockError('not-found', text, {
    state: {
      en: `It is ${now?.state ?? 'gone'} there; Shiplock did not stop it.`,
      zh:
        now === undefined
          ? '它已不存在；不是 Shiplock 停止的。'
          : `其状态为 ${now.state}；不是 Shiplock 停止的。`,
    },
    remedy: { en: 'Start it, and move it then.', zh: '请先启动它，再迁移。' },
  });
}
