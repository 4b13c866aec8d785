/** One place of which the files are taken, where from and where to. */
import type { Session } from '../../hosts/session.ts';
import type { Addition } from '../store/addition.ts';
import type { HostPlace } from './places.ts';
import type { RestlessFiles } from './restless.ts';

export interface PlaceRequest {
  readonly session: Session;
  readonly place: HostPlace;
  readonly addition: Addition;
  /** A folder of the laptop for passing files. */
  readonly scratch: string;
  /** Of a folder on the host for passing files, which is made and taken away. */
  readonly passing: string;
  /** A folder on the host, in which the pause leaves clones of large files. */
  readonly clones: string;
  /** Files that may wait for the pause; for a container that does not run there is none. */
  readonly restless?: RestlessFiles | undefined;
  /** Counts what came over the wire. */
  readonly onBytes: (bytes: number) => void;
  readonly signal: AbortSignal;
}

/** What the host kept of a place at the pause; `keep-files.sh` says what lies there. */
export interface KeptFiles {
  readonly folder: string;
  /** Of the place, among those of the container. */
  readonly number: number;
}
