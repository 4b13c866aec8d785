/** Published ports are told briefly, without losing what matters of them. */
import { expect, test } from 'vitest';
import { portsInBrief } from '../../../renderer/components/ports.ts';

test.each([
  [['0.0.0.0:7000->7000/tcp', ':::7000->7000/tcp'], ['7000/tcp']],
  [['0.0.0.0:8080->80/tcp', '[::]:8080->80/tcp'], ['8080 → 80/tcp']],
  [['127.0.0.1:502->502/tcp'], ['127.0.0.1:502/tcp']],
  [
    ['0.0.0.0:53->53/udp', '0.0.0.0:53->53/tcp'],
    ['53/udp', '53/tcp'],
  ],
  [['fd00::1:161->161/udp'], ['fd00::1:161/udp']],
  [['what no Docker has said yet'], ['what no Docker has said yet']],
])('%j is told as %j', (ports, brief) => {
  expect(portsInBrief(ports)).toEqual(brief);
});
