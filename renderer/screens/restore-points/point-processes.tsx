/** What ran in the container: its processes as a tree, with what they had open and where their memory lay. */
import { type ReactNode, useMemo, useState } from 'react';
import type { StoredProcess } from '../../../shared/model.ts';
import { useAnswer } from '../../components/asking.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { frame } from '../../i18n/frame.ts';
import { useFormat, useSaid } from '../../i18n/language.tsx';
import { restorePoint } from '../../i18n/restore-point.ts';
import { type ProcessBranch, processTree } from './process-tree.ts';
import { SmallTable } from './small-table.tsx';

export function PointProcesses({ point }: { readonly point: string }): ReactNode {
  const said = useSaid(restorePoint);
  const { loading } = useSaid(frame);
  const format = useFormat();
  const { output, error, again } = useAnswer('backups.processes', { point });
  const branches = useMemo(() => processTree(output?.processes ?? []), [output]);
  if (error !== undefined) return <ErrorNotice error={error} onAgain={again} />;
  if (output === undefined) return <p role="status">{loading}</p>;
  const { processes, sockets } = output;
  const memory = processes.reduce((sum, { memoryBytes }) => sum + (memoryBytes ?? 0), 0);
  return (
    <>
      <p role="status">{said.processCount(processes.length, format.bytes(memory))}</p>
      <Branches branches={branches} />
      <h2>{said.sockets}</h2>
      {sockets.length === 0 ? (
        <p>{said.noSockets}</p>
      ) : (
        <SmallTable
          label={said.sockets}
          head={[said.socket, said.heldBy]}
          rows={sockets.map(({ shown, holders }) => [shown, holders.join(', ')])}
        />
      )}
    </>
  );
}

const Branches = ({ branches }: { readonly branches: readonly ProcessBranch[] }): ReactNode => (
  <ul className="restore-point-processes">
    {branches.map(({ process, children }) => (
      <li key={process.pid}>
        <Process process={process} />
        {children.length > 0 && <Branches branches={children} />}
      </li>
    ))}
  </ul>
);

function Process({ process }: { readonly process: StoredProcess }): ReactNode {
  const said = useSaid(restorePoint);
  const format = useFormat();
  const { pid, name, state, threads, user, command, program, workingFolder, memoryBytes } = process;
  const facts: readonly (readonly [string, string | undefined])[] = [
    [said.state, state],
    [said.program, program],
    [said.workingFolder, workingFolder],
    [said.user, user?.toString()],
    [said.threads, format.number(threads)],
  ];
  return (
    <Folded
      summary={
        <>
          <strong className="figure">{pid}</strong> <code>{command?.join(' ') ?? name}</code>
          {memoryBytes !== undefined && <span> · {format.bytes(memoryBytes)}</span>}
        </>
      }
    >
      <dl className="restore-point-facts">
        {facts.map(([fact, value]) =>
          value === undefined ? null : (
            <div key={fact}>
              <dt>{fact}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
      <Folded summary={said.openFiles(process.openFiles.length)}>
        <SmallTable
          label={said.openFiles(process.openFiles.length)}
          head={[said.descriptor, said.standsFor]}
          rows={process.openFiles.map(({ number, shown }) => [String(number), shown])}
        />
      </Folded>
      <Folded summary={said.memoryMap(process.memoryMap.length)}>
        <SmallTable
          label={said.memoryMap(process.memoryMap.length)}
          head={[said.range, said.size, said.access, said.content]}
          rows={process.memoryMap.map(({ range, bytes, access, holds, path }) => [
            range,
            format.bytes(bytes),
            access,
            path ?? holds,
          ])}
        />
      </Folded>
    </Folded>
  );
}

/** What is in it is made when it is opened: there may be much of it. */
function Folded({
  summary,
  children,
}: {
  readonly summary: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{summary}</summary>
      {isOpen && children}
    </details>
  );
}
