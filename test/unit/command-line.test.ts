/** The words of the command line, its exit statuses, and what it says of wrong ones: without a host. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { CommandLine } from '../integration/command-line.ts';
import { olderNode } from '../older-node.ts';
import { saying } from '../saying.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'shiplock-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the words of the command line', () => {
  const shiplock = new CommandLine({ home: path.join(folder, 'home') });

  const commands = [
    [],
    ['hosts'],
    ['hosts', 'add'],
    ['hosts', 'list'],
    ['hosts', 'check'],
    ['hosts', 'remove'],
    ['containers'],
    ['plan'],
    ['migrate'],
    ['runs'],
    ['show'],
    ['resume'],
    ['rollback'],
  ];
  test('--help explains every command, with status 0', async () => {
    for (const command of commands) {
      const { stdout, stderr, status } = await shiplock.run(...command, '--help');
      expect({ command, status, stderr }).toEqual({ command, status: 0, stderr: '' });
      expect(stdout).toContain(`Usage: ${['shiplock', ...command].join(' ')}`);
    }
  });

  test('--help names the exit statuses', async () => {
    const { stdout } = await shiplock.run('--help');
    for (const status of [0, 1, 2, 3]) expect(stdout).toMatch(new RegExp(`\\b${status} \\w+`));
  });

  const move = ['--from', 'gate', '--to', 'weir'];
  const wrong = [
    [],
    ['hosts'],
    ['nonsense'],
    ['hosts', 'nonsense'],
    ['runs', 'more'],
    ['runs', '--nonsense'],
    ['containers'],
    ['containers', 'a host'],
    ['hosts', 'add', 'gate'],
    ['hosts', 'add', 'gate', '--address', '127.0.0.1:99999'],
    ['migrate'],
    ['migrate', 'gauge'],
    ['migrate', 'gauge', '--from', 'gate'],
    ['migrate', 'gauge', ...move, '--max-rounds', 'many'],
    ['migrate', 'gauge', ...move, '--max-rounds', '-1'],
    ['migrate', 'gauge', ...move, '--max-freeze', '0'],
    ['plan', 'gauge', ...move, '--max-freeze', 'soon'],
    ['migrate', 'gauge', ...move, '--route', 'pigeon'],
    ['plan', '', ...move],
    ['migrate', 'gauge', ...move, '--max-freeze', '2s'],
    ['prune', '--keep', 'few'],
    ['show', '1'],
    ['resume', 'r0'],
  ];
  test.each(wrong.map((words) => [words]))('wrong words have status 2 and a reason: %j', async (words) => {
    const asText = await shiplock.run(...words);
    expect(asText).toMatchObject({ status: 2, stdout: '' });
    expect(asText.stderr).not.toBe('');
    const { status, document, stderr } = await shiplock.json(...words);
    expect({ status, stderr }).toEqual({ status: 2, stderr: '' });
    expect(document).toMatchObject({
      error: { code: 'usage', message: saying(expect.stringMatching(/\w/)) },
    });
  });

  const unknown = [
    ['show', 'r7'],
    ['resume', 'r7'],
    ['rollback', 'r7'],
    ['hosts', 'check', 'nowhere'],
    ['hosts', 'remove', 'nowhere'],
    ['containers', 'nowhere'],
    ['plan', 'gauge', ...move],
    ['migrate', 'gauge', ...move],
  ];
  test.each(unknown.map((words) => [words]))('an unknown host or run has status 2: %j', async (words) => {
    const { stderr, status, stdout } = await shiplock.run(...words);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^Error: No (host named|run) \w+ is known\.$/m);
    const { document } = await shiplock.json(...words);
    expect(document).toMatchObject({ error: { code: 'not-found' } });
  });

  test.each([
    [['migrate', 'gauge', ...move, '--max-freeze', '2s'], /--max-freeze.* '2s' .*whole number/],
    [
      ['migrate', 'gauge', ...move, '--max-freeze', '0'],
      /^Error: maxFreezeSeconds: it is to be at least 1\.$/m,
    ],
    [['prune', '--keep', '0'], /^Error: keep: it is to be at least 1\.$/m],
    [['hosts', 'add', 'gate', '--address', 'root@192.0.2.1'], /--address.*The user goes with --user/],
    [['hosts', 'add', 'gate', '--address', '192.0.2.1:ssh'], /--address.*and a port/],
    [['hosts', 'add', 'gate', '--address', 'ssh://192.0.2.1'], /--address.*a name or an IP address/],
    [['hosts', 'add', 'gate', '--address', ''], /--address.*a name or an IP address/],
    [['hosts', 'add', 'gate', '--address', '192.0.2.1:99999'], /^Error: port: it is to be at most 65535\.$/m],
    [['hosts', 'add', 'a gate', '--address', '192.0.2.1'], /^Error: name: letters, digits/],
    [['hosts', 'add', 'gate', '--address', '192.0.2.1', '--accept-host-key', 'abc'], /SHA256: and 43 /],
    [['hosts', 'remove', 'nowhere'], /shiplock hosts list tells/],
    [['runs', '--home', ''], /--home.*is empty/],
  ])('wrong words are told in those of the command line: %j', async (words, reason) => {
    const { stderr, status } = await shiplock.run(...words);
    expect(stderr).toMatch(reason);
    expect(status).toBe(2);
  });

  test('what is wrong with a number is said in Chinese as well', async () => {
    const { stderr } = await shiplock.run('prune', '--keep', '0', '--language', 'zh');
    expect(stderr).toBe('错误: keep：至少应为 1。\n');
  });

  test('a source that is also the target has status 2 and one clear sentence', async () => {
    const { stderr, status } = await shiplock.run('migrate', 'gauge', '--from', 'gate', '--to', 'gate');
    expect(status).toBe(2);
    expect(stderr).toBe('Error: Source and target are the same host, gate.\n');
  });

  test('--json may stand anywhere', async () => {
    const { stdout, status } = await shiplock.run('runs', '--json');
    expect({ stdout, status }).toEqual({ stdout: '[]\n', status: 0 });
  });

  test('a data folder that cannot be one has status 1 and says so', async () => {
    const file = path.join(folder, 'a-file');
    writeFileSync(file, '');
    const { stderr, status } = await new CommandLine({ home: file }).run('runs');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^Error: .*journal/);
    expect(stderr).not.toMatch(/\n {4}at /);
  });

  test('a data folder that the system lets nobody make has status 1 and says so, in no time', async () => {
    const { stderr, status } = await new CommandLine({ home: '/proc/shiplock', longestMs: 15_000 }).run(
      'runs',
    );
    expect(stderr).toMatch(/^Error: The journal .* cannot be read or written\.$/m);
    expect(status).toBe(1);
  });

  test.skipIf(olderNode === undefined)('an older Node starts it all the same', async () => {
    const older = new CommandLine({ home: path.join(folder, 'older'), node: olderNode });
    expect(await older.json('runs')).toMatchObject({ status: 0, document: [] });
    expect(await older.run('nonsense')).toMatchObject({ status: 2 });
  });
});
