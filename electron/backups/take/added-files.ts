/** What the engine itself has put into a container, for whoever browses its restore point: the container saw that as well. */
import { asShiplockError } from '../../../shared/errors.ts';
import type { Container } from '../../engines/container.ts';
import type { Engine } from '../../engines/engine.ts';
import type { Session } from '../../hosts/session.ts';
import { commandOutput } from '../../transfer/command-output.ts';
import type { Description } from '../restore-point.ts';
import type { Addition } from '../store/addition.ts';
import { TreeAssembly } from '../tree/assembly.ts';
import { addTar } from '../tree/from-tar.ts';
import { treePath } from '../tree/path.ts';

export interface AddedRequest {
  readonly session: Session;
  readonly engine: Engine;
  readonly container: Container;
  readonly addition: Addition;
  /** A folder of the laptop for passing files. */
  readonly scratch: string;
  /** Counts what came over the wire. */
  readonly onBytes: (bytes: number) => void;
  readonly signal: AbortSignal;
}

/** One tree of the engine's layer and of what it mounts. Undefined where the host cannot read it: no take fails for it. */
export async function storeAddedFiles(request: AddedRequest): Promise<Description['added']> {
  const { engine, container, addition, scratch } = request;
  const { layer, mounted } = await engine.addedFiles(container);
  const places = new Map([...mounted].map(([seen, path]) => [keyOf(path), treePath(Buffer.from(seen))]));
  using tree = new TreeAssembly({ chunks: addition, scratch });
  try {
    await addTar(archive(request, layer ?? '', [...mounted.values()]), (path) => ({
      tree,
      path: places.get(path.toString('latin1')) ?? path,
    }));
  } catch (thrown) {
    if (!['command-failed', 'incomplete'].includes(asShiplockError(thrown).code)) throw thrown;
    return undefined;
  }
  const { root } = await tree.finish(request.signal);
  return { root };
}

const keyOf = (path: string): string => treePath(Buffer.from(path)).toString('latin1');

/**
 * Only a layer with Docker's mark is Docker's own; without one, what is mounted comes alone. Both in one archive, since a radio link
 * takes its time for each command; of what has the same name, what comes later counts.
 */
const script = `layer=$1
shift
[ -e "$layer/.dockerenv" ] || layer=
LC_ALL=C tar --create --file=- --format=posix --numeric-owner \${layer:+"--directory=$layer" .} --directory=/ -- "$@"`;

async function* archive(
  { session, onBytes, signal }: AddedRequest,
  layer: string,
  files: readonly string[],
): AsyncGenerator<Buffer> {
  const inRoot = files.map((file) => `.${file}`);
  const command = ['sh', '-c', script, 'added-files', layer, ...inRoot];
  const what = 'what Docker has put into the container';
  for await (const chunk of commandOutput({ session, command, what, signal })) {
    onBytes(chunk.length);
    yield chunk;
  }
}
