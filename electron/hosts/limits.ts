/**
 * How long commands on a host may take, in milliseconds. Nobody waits longer: whatever a box hangs in, a move ends by
 * decision. What moves data has no such limit, since data takes as long as it takes: see `transfer/stall.ts`. For dumps
 * see `checkpoint/dump-script.ts`, for Docker's API `engines/docker/limits.ts`, for the freeze `migration/freeze-limit.ts`.
 */

/** For what asks or changes little. It takes milliseconds; a box that is short of memory swaps for a minute over it. */
export const briefMs = 120_000;

/**
 * For what goes through all files of a container, or waits until they are on the disk: millions of names on a worn SD
 * card, gigabytes of unwritten changes on a slow one.
 */
export const thoroughMs = 1_800_000;
