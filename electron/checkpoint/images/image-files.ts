/** Where the images of a checkpoint are read from. */

export interface ImageFiles {
  /** In bytes; undefined when there is no file of that name. */
  size(name: string): Promise<number | undefined>;
  /** Less than `length` bytes only where the file ends before. */
  readRange(name: string, offset: number, length: number): Promise<Buffer>;
  /** The checkpoint before, for one that holds only what changed since. */
  readonly parent?: ImageFiles | undefined;
}
