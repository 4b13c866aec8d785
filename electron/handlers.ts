/** What carries the contract out, by method. */
import type { CallOptions, Checked, MethodName, Output } from '../shared/contract.ts';

export type Handlers = {
  readonly [Name in MethodName]: (input: Checked<Name>, options: CallOptions) => Promise<Output<Name>>;
};

/** What the journal and the settings answer by themselves: a window's first screen, and a list in a terminal, wait for no more. */
export type AtOnce =
  | 'hosts.list'
  | 'runs.list'
  | 'runs.watchAll'
  | 'policies.list'
  | 'images.wishes'
  | 'settings.show'
  | 'settings.change'
  | 'about.show';
