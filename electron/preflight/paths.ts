/** What lies at the paths that a container's mounts name, on either host. */
import { readFileSync } from 'node:fs';
import type { Session } from '../hosts/session.ts';
import { wholeNumber } from '../hosts/whole-number.ts';

const script = readFileSync(new URL('./paths.sh', import.meta.url), 'utf8');

export interface PathFacts {
  readonly kind: 'folder' | 'file' | 'socket' | 'device' | 'missing';
  readonly isEmpty: boolean;
  readonly bytes: number;
  readonly fileSystem: string;
  /** What is mounted there: a device, or a network file system's export. */
  readonly device: string;
}

const missing: PathFacts = { kind: 'missing', isEmpty: true, bytes: 0, fileSystem: '', device: '' };
const kinds: readonly string[] = ['folder', 'file', 'socket', 'device', 'missing'];

/** In the order of the paths. A large tree is read once to add up its size, hence the long time-out. */
export async function lookAtPaths(session: Session, paths: readonly string[]): Promise<PathFacts[]> {
  if (paths.length === 0) return [];
  const { stdout } = await session.script('paths', script, paths, { timeoutMs: 120_000 });
  return parsePathFacts(stdout, paths.length);
}

/** The output of `paths.sh` for so many paths. */
export function parsePathFacts(output: string, count: number): PathFacts[] {
  const lines = output.split('\n');
  return Array.from({ length: count }, (_, index) => {
    const [kind = '', empty, bytes, fileSystem = '', ...device] = (lines[index] ?? '').split(' ');
    if (!kinds.includes(kind)) return missing;
    return {
      kind: kind as PathFacts['kind'],
      isEmpty: empty === 'yes',
      bytes: wholeNumber(bytes) ?? 0,
      fileSystem,
      device: device.join(' '),
    };
  });
}

/** Shared by several hosts: such a mount is attached on the target, not copied. */
const networkFileSystem =
  /^(nfs4?|cifs|smb3|9p|ceph|glusterfs|lustre|afs|beegfs|gfs2|ocfs2|virtiofs|fuse\.(sshfs|glusterfs|ceph.*|s3fs|rclone))$/;
export const isNetworkFileSystem = (fileSystem: string): boolean => networkFileSystem.test(fileSystem);

/**
 * On these every change of a file's content, also through a memory map, shows in its time stamp once the file system
 * was synced before. Elsewhere (tmpfs, say) only the contents tell.
 */
const stampedFileSystem = /^(ext[234]|xfs|btrfs|f2fs)$/;
export const stampsTellChanges = (fileSystem: string): boolean => stampedFileSystem.test(fileSystem);
