/** A command's output is whole, or its stream fails. Real commands, of this machine, in place of a host's. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { fromErrorData } from '../../shared/errors.ts';
import type { Session } from '../../electron/hosts/session.ts';
import { commandOutput } from '../../electron/transfer/command-output.ts';

const ended: (number | null)[] = [];

const session = {
  host: { name: 'upper' },
  async open([program = '', ...words]: readonly string[]) {
    const child = spawn(program, words);
    const exit = once(child, 'exit').then(([status]) => {
      ended.push(status as number | null);
      return { status: status as number | null };
    });
    return {
      ...{ stdin: child.stdin, stdout: child.stdout, stderr: child.stderr },
      exit,
      terminate: () => void child.kill(),
    };
  },
} as unknown as Session;

async function textOf(command: readonly string[], input?: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of commandOutput({ session, command, what: 'the names', input }))
    parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

async function* words(...all: readonly string[]): AsyncGenerator<Buffer> {
  for (const word of all) yield Buffer.from(word);
}

test('is what the command made of its input', async () => {
  expect(await textOf(['tr', 'a-z', 'A-Z'], words('one ', 'two'))).toBe('ONE TWO');
});

test('fails with the words of a command that failed, however much it had printed', async () => {
  const command = ['sh', '-c', 'echo some; echo "cannot read level.db" >&2; exit 3'];
  await expect(textOf(command)).rejects.toMatchObject({
    code: 'command-failed',
    message: expect.stringContaining('the names on upper failed with status 3'),
    details: expect.stringContaining('level.db'),
  });
});

test('fails as its input does, and ends the command, which would take that for the end', async () => {
  async function* broken(): AsyncGenerator<Buffer> {
    yield Buffer.from('one');
    throw fromErrorData({ code: 'store-damaged', message: 'It is damaged.' });
  }
  await expect(textOf(['cat'], broken())).rejects.toMatchObject({ code: 'store-damaged' });
});

test('of a command that does not care for its input is whole', async () => {
  expect(await textOf(['echo', 'done'], words('x'.repeat(1_000_000)))).toBe('done\n');
});

test('that nobody reads to its end ends the command', async () => {
  const output = commandOutput({ session, command: ['yes'], what: 'yes' });
  await once(output, 'readable');
  const before = ended.length;
  output.destroy();
  await expect.poll(() => ended.length).toBe(before + 1);
});
