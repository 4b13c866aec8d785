/** Fewer, larger packets on the network: ssh2 writes every SSH packet in three pieces, and each would travel alone. */
import type { Socket } from 'node:net';

/**
 * From now on, what is written to the socket in one turn of the event loop goes out together at its end; without
 * Nagle's delay, which would hold back the last of it.
 */
export function gatherWrites(socket: Socket): void {
  socket.setNoDelay(true);
  const write = socket.write.bind(socket) as (...args: unknown[]) => boolean;
  socket.write = (...args: unknown[]): boolean => {
    if (socket.writableCorked === 0) {
      socket.cork();
      process.nextTick(() => socket.uncork());
    }
    return write(...args);
  };
}
