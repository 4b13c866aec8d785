/** What becomes of TCP connections that are established now. */
import { fateOfConnections } from '../connections.ts';
import { moveCheck } from '../subject.ts';

export const connections = moveCheck('connections', ['container', 'vitals'], ({ container, vitals }) => {
  const { fate, kept, closed } = fateOfConnections(container, vitals.sockets);
  switch (fate) {
    case 'none':
      return [];
    case 'keep':
      return [
        {
          id: 'connections-kept',
          severity: 'info',
          text: { en: `${kept} TCP connections stay open.`, zh: `${kept} 个 TCP 连接将保持不断。` },
          measured: String(kept),
        },
      ];
    case 'close':
      return [
        {
          id: 'connections-closed',
          severity: 'warning',
          text: {
            en: `${kept + closed} TCP connections will be closed: ${closed} of them lead to an address that the container does not keep.`,
            zh: `${kept + closed} 个 TCP 连接将被关闭：其中 ${closed} 个所用的地址，容器迁移后不再拥有。`,
          },
          measured: String(kept + closed),
          remedy: { en: 'Clients connect again, to the target.', zh: '客户端需重新连接到目标主机。' },
        },
      ];
  }
});
