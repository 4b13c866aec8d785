/** Branded names, so that a container's identifier is never taken for a run's. */

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** A run: `r` and the number it has in the journal, for instance `r12`. */
export type RunId = Branded<'RunId'>;
/** The engine's full identifier of a container on one host. */
export type ContainerId = Branded<'ContainerId'>;

export const asRunId = (id: string): RunId => id as RunId;
export const asContainerId = (id: string): ContainerId => id as ContainerId;
