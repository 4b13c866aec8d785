import { expect, test } from 'vitest';
import { Losses } from '../../electron/migration/losses.ts';

const megabyte = 1024 * 1024;

test('losses are forgiven for as long as something is sent between them', () => {
  const losses = new Losses(5 * megabyte, 1024 * megabyte);
  for (let sent = 6; sent < 1000; sent += 1) expect(losses.isForgiven(sent * megabyte)).toBe(true);
});

test('ten in a row without progress are forgiven, and the eleventh is not', () => {
  const losses = new Losses(0, 1024 * megabyte);
  expect(losses.isForgiven(megabyte)).toBe(true);
  const idle = Array.from({ length: 11 }, (_, count) => losses.isForgiven(megabyte + count * 1000));
  expect(idle).toEqual([...Array.from({ length: 10 }, () => true), false]);
});

test('progress in between begins the count again', () => {
  const losses = new Losses(0, megabyte);
  for (let turn = 1; turn <= 5; turn += 1) {
    for (let idle = 0; idle < 10; idle += 1) expect(losses.isForgiven(turn * megabyte)).toBe(true);
  }
});

test('a step that begins again for ever is given up once it has sent many times what there was', () => {
  const losses = new Losses(0, 100 * megabyte);
  let turns = 0;
  for (let sent = 10; losses.isForgiven(sent * megabyte); sent += 10) turns += 1;
  expect(turns).toBeGreaterThan(40);
  expect(turns).toBeLessThan(100);
});
