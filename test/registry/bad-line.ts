/** A line to a server on this machine that breaks now and then. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** Every byte counts for both ways together. */
export class BadLine implements AsyncDisposable {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** How many times it has broken. */
  breaks = 0;
  /** What has gone over it. */
  bytes = 0;

  private constructor(port: number, breaksAfter: readonly number[]) {
    this.#server = createServer((near) => {
      const far = connect(port, '127.0.0.1');
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(from);
        from.on('error', () => undefined);
        from.on('close', () => to.destroy());
        from.on('end', () => to.end());
        from.on('data', (piece: Buffer) => {
          this.bytes += piece.length;
          const limit = breaksAfter[this.breaks];
          if (limit !== undefined && this.bytes >= limit) {
            this.breaks += 1;
            near.destroy();
            far.destroy();
          } else if (!to.write(piece)) {
            from.pause();
            to.once('drain', () => from.resume());
          }
        });
      }
    });
  }

  /** To that port; it breaks each time so many bytes have gone over it in all. */
  static async to(port: number, breaksAfter: readonly number[]): Promise<BadLine> {
    const line = new BadLine(port, breaksAfter);
    line.#server.listen(0, '127.0.0.1');
    await once(line.#server, 'listening');
    return line;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
