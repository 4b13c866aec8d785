/** What people paste as a host's address is taken apart. */
import { expect, test } from 'vitest';
import { parseLoginAddress } from '../../../renderer/screens/station/login-address.ts';

test.each([
  ['10.0.0.5', '10.0.0.5', undefined, undefined],
  [' river.dam.example ', 'river.dam.example', undefined, undefined],
  ['root@10.0.0.5:22', '10.0.0.5', 'root', 22],
  ['keeper@river', 'river', 'keeper', undefined],
  ['river:2222', 'river', undefined, 2222],
  ['ssh://root@river:2222/', 'river', 'root', 2222],
  ['ssh root@river', 'river', 'root', undefined],
  ['ssh -p 2222 root@river', 'river', 'root', 2222],
  ['ssh root@river -p 2222', 'river', 'root', 2222],
  ['ssh -i river.key root@river', 'river', 'root', undefined],
  ['fd00::5', 'fd00::5', undefined, undefined],
  ['root@fd00::5', 'fd00::5', 'root', undefined],
  ['root@[fd00::5]:2222', 'fd00::5', 'root', 2222],
  ['name@company@river', 'river', 'name@company', undefined],
])('%s', (text, address, user, port) => {
  expect(parseLoginAddress(text)).toEqual({ address, user, port });
});

test('what is no port is not taken for one', () => {
  expect(parseLoginAddress('river:99999')).toEqual({ address: 'river', user: undefined, port: undefined });
  expect(parseLoginAddress('').address).toBe('');
});
