/** Where a registry is, as people write it, and which of them may be spoken to without encryption. */
import { describe, expect, test } from 'vitest';
import { expectReference, registryAddress } from '../../../electron/backups/registry/address.ts';
import { placeAndReference } from '../../../shared/place-and-reference.ts';

describe('the address of a registry', () => {
  test.each([
    ['registry.example/site/gauge', 'https://registry.example', 'site/gauge'],
    ['registry.example:5000/gauge', 'https://registry.example:5000', 'gauge'],
    ['depot:5000/gauge', 'https://depot:5000', 'gauge'],
    ['localhost:5000/gauge', 'http://localhost:5000', 'gauge'],
    ['127.0.0.1:5000/gauge', 'http://127.0.0.1:5000', 'gauge'],
    ['[::1]:5000/gauge', 'http://[::1]:5000', 'gauge'],
    ['127.0.0.1.example/gauge', 'https://127.0.0.1.example', 'gauge'],
  ])('%s is %s and %s', (text, origin, repository) => {
    expect(registryAddress(text)).toEqual({ origin, repository });
  });

  test('is without encryption elsewhere only when the user says so', () => {
    expect(registryAddress('registry.example/gauge', 'http').origin).toBe('http://registry.example');
  });

  test('on this machine is with encryption when the user says so', () => {
    expect(registryAddress('127.0.0.1:5000/gauge', 'https').origin).toBe('https://127.0.0.1:5000');
  });

  test.each([
    ['registry.example:5000/site/gauge:rp1', 'registry.example:5000/site/gauge', 'rp1'],
    ['registry.example:5000/site/gauge', 'registry.example:5000/site/gauge', undefined],
    ['[::1]:5000/gauge:rp1', '[::1]:5000/gauge', 'rp1'],
    ['depot:5000/gauge@sha256:00', 'depot:5000/gauge', 'sha256:00'],
  ])('%s names a place and what is there', (text, place, reference) => {
    expect(placeAndReference(text)).toEqual([place, reference]);
  });

  test.each([
    'gauge',
    'site/gauge',
    'registry.example/',
    'registry.example/Site',
    'registry.example/../v2',
    'user@registry.example/gauge',
    'registry.example/gauge?x=1',
    'https://registry.example/gauge',
  ])('%s is none', (text) => {
    expect(() => registryAddress(text)).toThrow(expect.objectContaining({ code: 'usage' }));
  });

  test('a name in it is a tag or a digest', () => {
    for (const name of ['rp1', 'v1.2_3-4', `sha256:${'0'.repeat(64)}`]) expectReference(name);
    for (const name of ['', '../rp1', 'a/b', '-a', `sha256:${'0'.repeat(63)}`, 'a'.repeat(129)]) {
      expect(() => expectReference(name), name).toThrow(expect.objectContaining({ code: 'usage' }));
    }
  });
});
