/** What people give with an option, as commander asks for it. Wrong ones are refused with the option's name beside the reason. */
import { InvalidArgumentError } from 'commander';
import { parseAddress } from './address.ts';

/** Its bounds are the contract's. */
export function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It is to be a whole number.');
  return Number(text);
}

export function address(text: string): { readonly address: string; readonly port: number } {
  const known = parseAddress(text);
  if (known === undefined)
    throw new InvalidArgumentError(
      'It is to be a name or an IP address, and a port if it is not 22, as river.example:2222. The user goes with --user.',
    );
  return known;
}

export function fingerprint(text: string): string {
  if (!/^SHA256:[A-Za-z0-9+/]{43}$/.test(text))
    throw new InvalidArgumentError('It is to be as ssh-keygen -l prints it: SHA256: and 43 characters.');
  return text;
}

export function folder(text: string): string {
  if (text === '') throw new InvalidArgumentError('It is to be a folder, and is empty.');
  return text;
}

/** Of an option that may be repeated. */
export const more = (value: string, values: readonly string[]): string[] => [...values, value];
