/** What both scripts take from their command line. */
import { InvalidArgumentError } from 'commander';

export function parseCount(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('not a whole number from 1');
  return Number(text);
}

export interface Part {
  readonly number: number;
  readonly of: number;
}

export function parsePart(text: string): Part {
  const [, number, of] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  if (!(Number(number) >= 1 && Number(number) <= Number(of))) throw new InvalidArgumentError('not like 2/5');
  return { number: Number(number), of: Number(of) };
}
