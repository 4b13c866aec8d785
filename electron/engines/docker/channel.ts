/** A channel to dockerd, `docker system dial-stdio` on its host, in the shape of a socket. */
import { Duplex } from 'node:stream';
import type { RemoteProcess } from '../../hosts/session.ts';

/** More than Docker has to say about anything. */
const maxAnswerBytes = 16 * 1024 * 1024;

/** In the shape that an HTTP agent keeps alive. Fails when an answer does not end. */
export class DockerChannel extends Duplex {
  readonly #process: RemoteProcess;
  /** Since something was asked last. */
  #answerBytes = 0;

  constructor(process: RemoteProcess) {
    super({ allowHalfOpen: true });
    this.#process = process;
    process.stdout.on('data', (chunk: Buffer) => {
      this.#answerBytes += chunk.length;
      if (this.#answerBytes > maxAnswerBytes) this.destroy(endless());
      else if (!this.push(chunk)) process.stdout.pause();
    });
    process.stderr.resume();
    // Why the command ended, sudo's refusal for instance, tells more than that it did.
    const fail = (error: Error): void => void this.destroy(error);
    // That it read no more says nothing to anyone who has asked Docker: it is told as silence, by `ask`.
    const failAfterExit = (error: Error): void =>
      void process.exit.then(() => fail(new Error(error.message, { cause: error })), fail);
    process.exit.catch(fail);
    process.stdout.on('end', () => void process.exit.then(() => this.push(null), fail));
    process.stdout.on('error', failAfterExit);
    process.stdin.on('error', failAfterExit);
  }

  override _read(): void {
    this.#process.stdout.resume();
  }
  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#answerBytes = 0;
    this.#process.stdin.write(chunk, done);
  }
  override _final(done: () => void): void {
    this.#process.stdin.end(done);
  }
  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#process.terminate();
    done(error);
  }

  // What http.Agent asks of a socket that it keeps for the next request.
  setKeepAlive(): this {
    return this;
  }
  setNoDelay(): this {
    return this;
  }
  setTimeout(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
}

const endless = (): Error => new Error(`The answer is longer than ${maxAnswerBytes / 1024 / 1024} MiB.`);
