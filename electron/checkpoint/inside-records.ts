/** The records that `inside.sh` prints. Whatever is cut short or not understood is left out. */
import { wholeNumber } from '../hosts/whole-number.ts';

export interface InsideRecord {
  readonly word: string;
  /** What it is about. */
  readonly about: string;
  readonly text: string;
}

/** More than any container that was seen has; a host that says more is not listened to. */
const maxRecords = 200_000;

export function readRecords(output: string): InsideRecord[] {
  return output
    .split('\0', maxRecords)
    .map((record) => {
      const [word = '', about = '', ...text] = record.split('\n');
      return { word, about, text: text.join('\n') };
    })
    .filter(({ word, about }) => word !== '' && about !== '');
}

/** The text of the only record of a kind; empty if there is none. */
export const textOf = (records: readonly InsideRecord[], word: string, about: string): string =>
  records.find((record) => record.word === word && record.about === about)?.text ?? '';

/** Where in /proc something was found: `1312/fd/3`. */
export interface Place {
  readonly pid: number;
  readonly folder: string;
  readonly name: string;
}

export function readPlace(about: string): Place | undefined {
  const [, digits, folder, name] = /^(\d{1,10})\/([a-z_]{1,16})\/(\S{1,64})$/.exec(about) ?? [];
  const pid = wholeNumber(digits);
  return pid === undefined || folder === undefined || name === undefined ? undefined : { pid, folder, name };
}

/** Lines that begin with the file they are from: `1312/status:Name:\thold`. */
export function readLines(text: string): { readonly pid: number; readonly line: string }[] {
  return text.split('\n').flatMap((line) => {
    const [, digits, rest = ''] = /^(\d{1,10})\/[a-z]+:(.*)$/.exec(line) ?? [];
    const pid = wholeNumber(digits);
    return pid === undefined ? [] : [{ pid, line: rest }];
  });
}
