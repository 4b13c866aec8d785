/** Published ports must be free on the target. */
import type { Found } from '../check.ts';
import { moveCheck } from '../subject.ts';

export const ports = moveCheck('ports', ['container', 'target'], ({ container, target }) =>
  container.ports.flatMap(({ requestedPort, protocol, hostAddress, containerPort }): Found[] => {
    if (requestedPort === 0) {
      return [
        {
          id: 'port-random',
          severity: 'warning',
          text: {
            en: `Port ${containerPort}/${protocol} is published on whatever port is free; it will be another one on ${target.name}.`,
            zh: `端口 ${containerPort}/${protocol} 发布在任意空闲端口上；在 ${target.name} 上会是另一个端口。`,
          },
          remedy: {
            en: 'Give the port a number if others rely on it.',
            zh: '如果有别的系统依赖这个端口，请为它指定端口号。',
          },
        },
      ];
    }
    const taken = target.facts.listening.some(
      (listener) =>
        listener.protocol === protocol &&
        listener.port === requestedPort &&
        overlaps(listener.address, hostAddress),
    );
    return taken
      ? [
          {
            id: 'port-taken',
            severity: 'error',
            host: target.name,
            text: {
              en: `Port ${requestedPort}/${protocol} is taken on ${target.name}.`,
              zh: `${target.name} 上的端口 ${requestedPort}/${protocol} 已被占用。`,
            },
            measured: {
              en: `something listens on ${requestedPort}/${protocol}`,
              zh: `有程序正在监听 ${requestedPort}/${protocol}`,
            },
            needed: { en: 'a free port', zh: '端口空闲' },
            remedy: {
              en: `Stop what uses it: ss -lp 'sport = ${requestedPort}'`,
              zh: `停止占用它的程序：ss -lp 'sport = ${requestedPort}'`,
            },
          },
        ]
      : [];
  }),
);

const everywhere = new Set(['', '0.0.0.0', '::', '[::]', '*']);

function overlaps(one: string, other: string): boolean {
  return everywhere.has(one) || everywhere.has(other) || one === other;
}
