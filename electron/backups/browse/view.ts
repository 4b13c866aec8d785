/**
 * Files as a container saw them: its image's layers below, its RW layer above, its volumes over it. Or one tree by itself. It
 * reads what is looked at: to open a folder, the first pages of it in the layers that have it.
 */
import { ShiplockError } from '../../../shared/errors.ts';
import type { Entry } from '../tree/entry.ts';
import { folderOf, nameOf, namesOf, pathIn, printedPath, treePath } from '../tree/path.ts';
import { columnsOf } from './columns.ts';
import type { FileTree } from './file-tree.ts';
import { type Mount, Mounts, type PlacedMount } from './mounts.ts';
import { alone, type Layered, overlaid, type Part, type Shown, withoutHidden } from './overlay.ts';
import { redirected } from './redirects.ts';

/** Something that shows, and where. */
export interface Seen extends Shown {
  readonly path: Buffer;
}

export interface ViewOptions {
  /** The top first: the RW layer, then the image's layers from the last to the first. */
  readonly layers: readonly FileTree[];
  readonly mounts?: readonly Mount[] | undefined;
}

export class View {
  readonly #layers: readonly FileTree[];
  readonly #rule: Rule;
  readonly #unplaced: readonly Mount[];
  #mounts: Promise<Mounts> | undefined;

  private constructor({ layers, mounts = [] }: ViewOptions, rule: Rule) {
    this.#layers = layers;
    this.#rule = rule;
    this.#unplaced = mounts;
  }

  /** What the container saw. */
  static ofContainer(options: ViewOptions): View {
    return new View(options, overlaid);
  }

  /** One tree, with the marks that an RW layer has for what it takes away. */
  static ofTree(files: FileTree): View {
    return new View({ layers: [files] }, alone);
  }

  async root(): Promise<Seen> {
    const path = Buffer.alloc(0);
    const found = await Promise.all(
      this.#layers.map(async (files) => ({ files, entry: await files.tree.root() })),
    );
    const shown = (await (await this.#placedMounts()).at(path, path)) ?? this.#rule(found);
    if (shown) return { ...shown, path };
    throw new ShiplockError('not-found', { en: 'There are no files to look at.', zh: '没有可查看的文件。' });
  }

  /**
   * What shows at the path; undefined when nothing does. Links on the way are followed as in the container, that of the last
   * name only if asked for. `path` in the answer is where it was found.
   */
  async find(path: Buffer, { followsLast = false } = {}): Promise<Seen | undefined> {
    const names = namesOf(path);
    const way: Seen[] = [await this.root()];
    for (let links = 0; ; ) {
      const current = way.at(-1);
      if (current?.entry.kind === 'link' && (followsLast || names.length > 0)) {
        if (++links > maxLinks) return undefined;
        const { target } = current.entry;
        way.length = target[0] === slash ? 1 : way.length - 1;
        names.unshift(...namesOf(target));
        continue;
      }
      const name = names.shift();
      if (!name || !current) return current;
      if (name.toString('latin1') === '..') way.length = Math.max(way.length - 1, 1);
      else if (name.length > 0 && name.toString('latin1') !== '.') {
        const next = await this.#child(current, name);
        if (!next) return undefined;
        way.push(next);
      }
    }
  }

  /** As `find`; throws 'not-found', which names the path. */
  async at(path: Buffer): Promise<Seen> {
    const seen = await this.find(path);
    if (seen) return seen;
    throw new ShiplockError(
      'not-found',
      {
        en: `There is no ${printedPath(path)} in this restore point.`,
        zh: `该还原点中没有 ${printedPath(path)}。`,
      },
      {
        remedy: {
          en: 'List the folder above it. Upper and lower case are told apart.',
          zh: '请列出其上级文件夹。区分大小写。',
        },
      },
    );
  }

  /** What a folder shows, in the order of the names' bytes, from the first name after this one. Nothing for what is no folder. */
  async *list(folder: Seen, after?: Buffer): AsyncGenerator<Seen> {
    if (folder.entry.kind !== 'folder') return;
    const parts = await withoutHidden(folder.parts);
    const sources: { source: FileTree | null; entries: AsyncGenerator<Entry> }[] = parts.map((part) => ({
      source: part.files,
      entries: part.files.tree.folder(part.folder).entries(after),
    }));
    sources.push({ source: null, entries: this.#mountsIn(folder, after) });
    for await (const { name, found } of columnsOf(sources)) {
      const layered = found.flatMap(({ source, entry }) => (source ? [{ files: source, entry }] : []));
      const seen = await this.#settle(folder, parts, name, layered);
      if (seen) yield seen;
    }
  }

  /** This, and all below it, folders before what is in them. */
  async *walk(from: Seen): AsyncGenerator<Seen> {
    yield from;
    const open = [this.list(from)];
    for (let folder = open.at(-1); folder !== undefined; folder = open.at(-1)) {
      const { done, value } = await folder.next();
      if (done) open.pop();
      else {
        yield value;
        if (value.entry.kind === 'folder') open.push(this.list(value));
      }
    }
  }

  /** The file of which this is another name; what is none is returned as it is. Throws 'not-found' when there is no such file. */
  async linkedFile(seen: Seen): Promise<Seen> {
    if (seen.entry.kind !== 'hard-link') return seen;
    const path = seen.entry.target;
    const entry = await seen.files.tree.find(path);
    if (entry?.kind === 'file') return { files: seen.files, entry, path, parts: [] };
    const elsewhere = await this.at(path);
    return elsewhere.entry.kind === 'hard-link' ? seen : elsewhere;
  }

  /** A file's bytes, from one to before another; of the store, no more is read. Throws 'usage' for what is no file. */
  async *bytes(seen: Seen, from?: number, to?: number): AsyncGenerator<Buffer> {
    const { entry, files } = await this.linkedFile(seen);
    if (entry.kind === 'file') yield* files.bytes(entry, from, to);
    else
      throw new ShiplockError('usage', {
        en: `${printedPath(seen.path)} is no file.`,
        zh: `${printedPath(seen.path)} 不是文件。`,
      });
  }

  async #child(folder: Seen, name: Buffer): Promise<Seen | undefined> {
    const parts = await withoutHidden(folder.parts);
    const layered: Layered[] = [];
    for (const { files, folder: entry } of parts) {
      const found = await files.tree.folder(entry).find(name);
      if (found) layered.push({ files, entry: found });
    }
    return await this.#settle(folder, parts, name, layered);
  }

  /** What shows under a name of a folder: a mount, what the layers have, or a way to a mount. */
  async #settle(
    folder: Seen,
    parts: readonly Part[],
    name: Buffer,
    layered: readonly Layered[],
  ): Promise<Seen | undefined> {
    const path = pathIn(folder.path, name);
    const mounts = await this.#placedMounts();
    const shown =
      (await mounts.at(path, name)) ??
      this.#rule(this.#rule === overlaid ? await redirected(layered, parts, this.#layers) : layered) ??
      (mounts.namesIn(path).length > 0
        ? { files: folder.files, entry: mounts.placeholder(name), parts: [] }
        : undefined);
    return shown && { ...shown, path };
  }

  #placedMounts(): Promise<Mounts> {
    this.#mounts ??= this.#placeMounts();
    return this.#mounts;
  }

  /** Where they really are: an engine follows the links on the way to a mount's place when it mounts. */
  async #placeMounts(): Promise<Mounts> {
    const bare = new View({ layers: this.#layers }, this.#rule);
    const placed: PlacedMount[] = [];
    for (const { destination, files } of this.#unplaced) {
      const path = treePath(Buffer.from(destination));
      const there = await bare.find(path, { followsLast: true });
      const folder = there ?? (await bare.find(folderOf(path), { followsLast: true }));
      placed.push({ path: there?.path ?? (folder ? pathIn(folder.path, nameOf(path)) : path), files });
    }
    return new Mounts(placed);
  }

  async *#mountsIn(folder: Seen, after: Buffer | undefined): AsyncGenerator<Entry> {
    const mounts = await this.#placedMounts();
    for (const name of mounts.namesIn(folder.path)) {
      if (!after || Buffer.compare(name, after) > 0) yield mounts.placeholder(name);
    }
  }
}

/** What shows of the things that layers have under one name. */
type Rule = (found: readonly Layered[]) => Shown | undefined;

const slash = 0x2f;
/** As Linux has it. */
const maxLinks = 40;
