/** Processes as a tree: each below the one that it came from. */
import type { StoredProcess } from '../../../shared/model.ts';

export interface ProcessBranch {
  readonly process: StoredProcess;
  readonly children: readonly ProcessBranch[];
}

/** Whose parent is not among them is at the top. Each process is in it once, whatever the parents are said to be. */
export function processTree(processes: readonly StoredProcess[]): ProcessBranch[] {
  const byParent = Map.groupBy(processes, ({ parent }) => parent);
  const known = new Set(processes.map(({ pid }) => pid));
  const placed = new Set<number>();
  const branchOf = (process: StoredProcess): ProcessBranch => {
    placed.add(process.pid);
    const children = (byParent.get(process.pid) ?? []).filter(({ pid }) => !placed.has(pid)).map(branchOf);
    return { process, children };
  };
  const tops = processes.filter(({ parent, pid }) => !known.has(parent) || parent === pid).map(branchOf);
  return [...tops, ...processes.flatMap((each) => (placed.has(each.pid) ? [] : branchOf(each)))];
}
