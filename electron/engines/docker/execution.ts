/** A command that Docker runs in a container. */
import type Dockerode from 'dockerode';
import { abortReason, deadline } from '../../hosts/cancellation.ts';
import type { Session } from '../../hosts/session.ts';
import { executionAnswer } from './answers.ts';
import { asks } from './asks.ts';
import { ask, askFor } from './request.ts';

/** Gives its exit status, or -1 if Docker does not say. Throws 'timed-out' after `timeoutMs`, with the command left as it is. */
export async function executeInContainer(
  session: Session,
  container: Dockerode.Container,
  command: readonly string[],
  timeoutMs: number,
): Promise<number> {
  const { name } = session.host;
  const overdue = {
    en: `A command in the container on ${name} took longer than ${timeoutMs / 1000} s.`,
    zh: `${name} 上容器内的命令超过了 ${timeoutMs / 1000} 秒。`,
  };
  using limit = deadline(undefined, timeoutMs, overdue);
  const execution = await ask(session, asks.runCommand, () =>
    container.exec({ Cmd: [...command], AttachStdout: true, AttachStderr: true }),
  );
  const output = await ask(session, asks.runCommand, () => execution.start({}));
  await new Promise((resolve, reject) => {
    output.on('end', resolve).on('error', reject).resume();
    limit.signal.addEventListener('abort', () => output.destroy(abortReason(limit.signal)), { once: true });
  });
  const { ExitCode } = await askFor(session, asks.tellCommandEnd, executionAnswer, () => execution.inspect());
  return ExitCode ?? -1;
}
