/**
 * How fuzz tests run: few cases by default, so that unit tests take seconds; more with SHIPLOCK_FUZZ_RUNS=N. The seed
 * is printed when a property fails, and SHIPLOCK_FUZZ_SEED=N begins from it again.
 */
import fc from 'fast-check';
import { expect, vi } from 'vitest';
import { ShiplockError } from '../../shared/errors.ts';

const numberIn = (name: string): number | undefined => {
  const text = process.env[name];
  return text === undefined ? undefined : Number(text);
};

const asked = numberIn('SHIPLOCK_FUZZ_RUNS');
const seed = numberIn('SHIPLOCK_FUZZ_SEED');

/** Many cases take as long as they take; a few, on a busy machine, longer than a test usually may. */
vi.setConfig({ testTimeout: asked === undefined ? 60_000 : 0 });

/** How many cases; `share`: of the default number, for what takes long. */
export const runs = (share = 1): number => Math.max(1, Math.round((asked ?? 200) * share));

/** Throws, with the seed and the smallest case that was found, if the property does not hold. */
export function hold<Values>(property: fc.IProperty<Values>, share?: number): void {
  fc.assert(property, { numRuns: runs(share), ...(seed === undefined ? {} : { seed }) });
}

/** The result, or undefined if it failed with an error for people; anything else thrown is a defect. */
export function resultOf<Result>(work: () => Result, code?: string): Result | undefined {
  try {
    return work();
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(ShiplockError);
    const { code: thrownCode } = thrown as ShiplockError;
    expect(thrownCode).not.toBe('internal');
    if (code !== undefined) expect(thrownCode).toBe(code);
    return undefined;
  }
}

/** No number anywhere in it is negative, infinite or none. */
export function expectSense(value: unknown): void {
  if (typeof value === 'number') expect(Number.isFinite(value) && value >= 0, String(value)).toBe(true);
  else if (typeof value === 'object' && value !== null) Object.values(value).forEach(expectSense);
}

/** Any UTF-16 code units, whether they make text or not. (fast-check's own units for that take seconds to prepare.) */
export const anyText = (maxLength: number): fc.Arbitrary<string> =>
  fc.string({
    unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
    maxLength,
  });

/** Lines as a parser expects them, and as it does not: words it knows among words it does not, cut and mixed up. */
export const linesOf = (...known: readonly string[]): fc.Arbitrary<string> =>
  fc
    .array(
      fc.oneof(
        { weight: 4, arbitrary: fc.constantFrom(...known) },
        { weight: 2, arbitrary: fc.constantFrom('\n', '\n', ' ', '=', ':', '\0', '\r', '\t') },
        { weight: 2, arbitrary: fc.bigInt({ min: -(10n ** 400n), max: 10n ** 400n }).map(String) },
        { weight: 1, arbitrary: fc.constantFrom('NaN', 'Infinity', '-1', '1e999', '0x10', '__proto__') },
        { weight: 2, arbitrary: anyText(12) },
      ),
      { maxLength: 40 },
    )
    .map((parts) => parts.join(''));
