/** The journal: what Shiplock knows, did, and was about to do. It outlives every process that writes to it. */
import { ContainerImages } from './container-images.ts';
import { openDatabase } from './database.ts';
import { History } from './history.ts';
import { Hosts } from './hosts.ts';
import { Policies } from './policies.ts';
import { ImagesAhead } from './images-ahead.ts';
import { Runs } from './runs.ts';
import { RunsOverview } from './runs-overview.ts';
import { Steps } from './steps.ts';
import { Takes } from './takes.ts';

/** Every call is one transaction: whenever a process dies, the journal holds all of a call or none of it. */
export interface Journal extends Disposable {
  /** The path of the database. */
  readonly file: string;
  readonly hosts: Hosts;
  readonly runs: Runs;
  readonly runsOverview: RunsOverview;
  readonly steps: Steps;
  readonly takes: Takes;
  readonly policies: Policies;
  readonly containerImages: ContainerImages;
  readonly imagesAhead: ImagesAhead;
  readonly history: History;
  /** The reserve was used up for want of room: runs under way are still recorded, none is started. */
  readonly spaceLow: boolean;
  /** Calls back each time this process has to give up the reserve. Returns what takes the listener away again. */
  onSpaceLow(listener: () => void): () => void;
  /** May be called again. */
  close(): void;
}

/** `home`: the folder, created if need be. Throws `journal` and `disk-full`, see `openDatabase`. */
export function openJournal(home: string): Journal {
  const database = openDatabase(home);
  const close = () => database.close();
  try {
    return database.read(() => {
      const history = new History(database);
      const hosts = new Hosts(database, history);
      const runs = new Runs(database, history);
      const steps = new Steps(database, history, runs);
      return {
        file: database.file,
        hosts,
        runs,
        runsOverview: new RunsOverview(database),
        steps,
        takes: new Takes(database, history),
        policies: new Policies(database, history, hosts),
        containerImages: new ContainerImages(database),
        imagesAhead: new ImagesAhead(database, history, hosts),
        history,
        get spaceLow() {
          return !database.reserve.isInPlace;
        },
        onSpaceLow: (listener) => database.reserve.onGivenUp(listener),
        close,
        [Symbol.dispose]: close,
      };
    });
  } catch (thrown) {
    close();
    throw thrown;
  }
}
