import { expect } from 'vitest';
import { ShiplockError } from '../../shared/errors.ts';

/** The error that a promise rejects with, which must be one for people. */
export async function failureOf(promise: Promise<unknown>): Promise<ShiplockError> {
  const thrown = await promise.then(
    () => new Error('it did not fail'),
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(ShiplockError);
  return thrown as ShiplockError;
}
