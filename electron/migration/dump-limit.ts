/** How long a dump may take. */
/** However small, on a box that is busy with other things: it takes a fifth of a second on an idle one. */
const baseSeconds = 60;
/** To a worn SD card; a dump to memory is eighty times as fast. */
const slowestBytesPerSecond = 10e6;

/** In seconds. The container is held still for as long: what takes longer hangs. */
export const dumpLimitSeconds = (memoryBytes: number): number =>
  baseSeconds + memoryBytes / slowestBytesPerSecond;
