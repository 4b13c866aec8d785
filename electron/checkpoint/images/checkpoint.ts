/** A checkpoint, read from CRIU's images: what ran in the container, and what it held. */
import { readCommandLine } from './command-line.ts';
import { type Core, readCore } from './core.ts';
import { damaged } from './damage.ts';
import { readDescriptor } from './descriptors.ts';
import type { ImageFiles } from './image-files.ts';
import { readObjectIds } from './ids.ts';
import { Images } from './images.ts';
import { type Inventory, readInventory } from './inventory.ts';
import { type Mapping, readMemoryLayout } from './memory-map.ts';
import { type Mount, readMount } from './mounts.ts';
import type { OpenFile } from './open-file.ts';
import { OpenFiles } from './open-files.ts';
import { ProcessMemory } from './process-memory.ts';
import { readTreeEntry, type TreeEntry } from './process-tree.ts';

export interface Checkpoint extends Inventory {
  /** The first is the container's first. */
  readonly processes: readonly CheckpointProcess[];
  /** What the first process sees. */
  readonly mounts: readonly Mount[];
}

/** Numbers of processes, users and groups are those in the container. */
export interface CheckpointProcess extends TreeEntry, Core {
  /** Its command line: its words; a very long one is cut. Undefined when it was not dumped, or cannot be read. */
  readonly command: readonly string[] | undefined;
  /** Paths as the container sees them. Undefined for a process that has ended. */
  readonly program: string | undefined;
  readonly workingFolder: string | undefined;
  readonly root: string | undefined;
  /** By descriptor, ascending. */
  readonly openFiles: readonly OpenDescriptor[];
  readonly memoryMap: readonly Mapping[];
  /**
   * Of its own, in the checkpoint and those before; undefined where that cannot be read: for a newer format, or for more runs of
   * pages than `maxPagemapBytes` allows.
   */
  readonly memoryBytes: number | undefined;
}

export interface OpenDescriptor {
  readonly number: number;
  readonly closesOnExec: boolean;
  /** Undefined if no image describes it. */
  readonly file: OpenFile | undefined;
  /** What it stands for, as one line: a path, addresses and state. */
  readonly shown: string;
}

/** Those that this reads; newer ones may store memory in another way. */
const knownFormat = 2;
/** Source: CRIU's images/fs.proto. */
const placesField = { workingFolder: 1, root: 2 } as const;
const noMemory = { memoryBytes: undefined, command: undefined } as const;

/**
 * Takes memory in proportion to what it returns, which is bounded: `images.ts`. What this does not know is shown as such. Throws
 * 'store-damaged', which names the image, for images that CRIU did not write, or not all of.
 */
export async function readCheckpoint(files: ImageFiles): Promise<Checkpoint> {
  const images = new Images(files);
  const entry = await images.first('inventory', 'inventory.img');
  if (entry === undefined) throw damaged('inventory.img', { en: 'is not there', zh: '不存在' });
  const inventory = readInventory(entry);
  const reader = new ProcessReader(images, await OpenFiles.read(images), inventory.format <= knownFormat);
  const processes: CheckpointProcess[] = [];
  const counted = images.counter('pstree.img');
  const tree = Array.from(await images.entries('processTree', 'pstree.img'), (each) =>
    readTreeEntry(each, counted),
  );
  for (const each of tree) processes.push(await reader.read(each));
  const first = tree[0];
  return { ...inventory, processes, mounts: first === undefined ? [] : await reader.mounts(first.pid) };
}

class ProcessReader {
  readonly #images: Images;
  readonly #files: OpenFiles;
  readonly #readsMemory: boolean;
  /** Processes may share theirs. */
  readonly #descriptors = new Map<number, readonly OpenDescriptor[]>();

  constructor(images: Images, files: OpenFiles, readsMemory: boolean) {
    this.#images = images;
    this.#files = files;
    this.#readsMemory = readsMemory;
  }

  async read(process: TreeEntry): Promise<CheckpointProcess> {
    const { pid } = process;
    const core = await this.#images.first('core', `core-${pid}.img`);
    if (core === undefined) throw damaged(`core-${pid}.img`, { en: 'is not there', zh: '不存在' });
    const places = await this.#images.first('places', `fs-${pid}.img`);
    return {
      ...process,
      ...readCore(core),
      workingFolder: this.#files.path(places?.number(placesField.workingFolder)),
      root: this.#files.path(places?.number(placesField.root)),
      openFiles: await this.#openFiles(pid),
      ...(await this.#memory(pid)),
    };
  }

  async mounts(pid: number): Promise<Mount[]> {
    const ids = await this.#images.first('ids', `ids-${pid}.img`);
    const number = ids && readObjectIds(ids).mounts;
    if (number === undefined) return [];
    return Array.from(await this.#images.entries('mounts', `mountpoints-${number}.img`), readMount);
  }

  async #openFiles(pid: number): Promise<readonly OpenDescriptor[]> {
    const entry = await this.#images.first('ids', `ids-${pid}.img`);
    if (entry === undefined) return [];
    const { descriptors: number } = readObjectIds(entry);
    const known = this.#descriptors.get(number);
    const name = `fdinfo-${number}.img`;
    if (known !== undefined) {
      // Whoever goes through the processes comes to them again.
      this.#images.count(known.length, name);
      return known;
    }
    const entries = await this.#images.entries('descriptors', name);
    const descriptors = Array.from(entries, (each) => {
      const { file, ...descriptor } = readDescriptor(each);
      return { ...descriptor, file: this.#files.file(file), shown: this.#files.shown(file) };
    }).sort((one, other) => one.number - other.number);
    this.#descriptors.set(number, descriptors);
    return descriptors;
  }

  async #memory(
    pid: number,
  ): Promise<Pick<CheckpointProcess, 'program' | 'memoryMap' | 'memoryBytes' | 'command'>> {
    const name = `mm-${pid}.img`;
    const entry = await this.#images.first('memoryMap', name);
    // A process that has ended has none.
    if (entry === undefined) return { program: undefined, memoryMap: [], ...noMemory };
    const layout = readMemoryLayout(entry, this.#images.counter(name), (file) => this.#files.path(file));
    const memory = this.#readsMemory
      ? await ProcessMemory.open(this.#images.files, pid, layout.pageBytes)
      : undefined;
    return {
      program: layout.program,
      memoryMap: layout.mappings,
      ...(memory === undefined
        ? noMemory
        : {
            memoryBytes: memory.bytes + memory.bytesBefore,
            command: await readCommandLine(memory, layout),
          }),
    };
  }
}
