/** Node's HTTP agent over a session: every connection that it makes is a channel to dockerd. */
import { Agent, type ClientRequest, type IncomingMessage } from 'node:http';
import { Duplex } from 'node:stream';
import type { Session } from '../../hosts/session.ts';
import { DockerChannel } from './channel.ts';

/** What Node's agents have beyond their types: every request passes here. */
interface RequestTaker {
  addRequest(request: ClientRequest, options: object): void;
}
const { addRequest } = Agent.prototype as Agent & RequestTaker;

/**
 * docker-modem goes wherever an answer redirects it, from this machine's own network, and throws where nobody catches
 * if it cannot. dockerd redirects nobody; so an answer that does is one like any other.
 */
function leadNowhere(response: IncomingMessage): void {
  delete response.headers.location;
}

export class DockerAgent extends Agent implements RequestTaker {
  readonly #session: Session;

  constructor(session: Session) {
    // Few: each is a channel of the host's one connection, and sshd allows ten.
    super({ keepAlive: true, maxSockets: 3, maxFreeSockets: 2 });
    this.#session = session;
  }

  addRequest(request: ClientRequest, options: object): void {
    request.prependListener('response', leadNowhere);
    addRequest.call(this, request, options);
  }

  override createConnection(
    _options: object,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    this.#session.open(['docker', 'system', 'dial-stdio']).then(
      (process) => callback?.(null, new DockerChannel(process)),
      (error: unknown) => callback?.(error instanceof Error ? error : new Error(String(error)), new Duplex()),
    );
    return undefined;
  }
}
