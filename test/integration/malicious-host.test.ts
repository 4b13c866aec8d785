/**
 * A host whose answers are endless, huge, malformed or never come makes each question fail with an error in one
 * sentence, in bounded time and memory. The host is a real SSH server, in this process.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { ServerChannel } from 'ssh2';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDocker } from '../../electron/engines/docker.ts';
import type { Engine } from '../../electron/engines/engine.ts';
import { readHostFacts } from '../../electron/hosts/facts.ts';
import type { Session } from '../../electron/hosts/session.ts';
import { filesRound } from '../../electron/migration/files-round.ts';
import type { Move } from '../../electron/migration/move.ts';
import { openWorkspace } from '../../electron/migration/workspace.ts';
import { checkpointOptions, fileOptions, receiverFlags } from '../../electron/transfer/rsync.ts';
import type { ShiplockError } from '../../shared/errors.ts';
import { failureOf } from './failure-of.ts';
import { MaliciousHost, print, printEndlessly, sendUnasked } from './malicious-host.ts';

const megabyte = 1024 * 1024;
/** What this process, which plays the host as well, may take beyond what it had. */
const memoryBound = 300 * megabyte;
const piece = Buffer.alloc(32 * 1024, 'x');

let mallory: MaliciousHost;
let session: Session;
beforeEach(async () => {
  mallory = await MaliciousHost.up();
  session = await mallory.session();
});
afterEach(async () => {
  session.close();
  await mallory[Symbol.asyncDispose]();
});

/** Fails with an error for people, within that time and without much memory. */
async function failsInBounds(work: () => Promise<unknown>, withinMs: number): Promise<ShiplockError> {
  const before = process.memoryUsage.rss();
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 20);
  const began = performance.now();
  try {
    const error = await Promise.race([
      failureOf(work()),
      delay(withinMs + 3000).then(() => Promise.reject(new Error('it neither failed nor ended'))),
    ]);
    expect(error.code).not.toBe('internal');
    expect(error.message).toMatch(/^[^\p{Cc}]{10,400}$/u);
    expect((error.details ?? '').length).toBeLessThan(20_000);
    expect(performance.now() - began).toBeLessThan(withinMs);
    expect(most - before).toBeLessThan(memoryBound);
    return error;
  } finally {
    clearInterval(watch);
  }
}

describe('a command', () => {
  test('that prints without end is given up, also when the host does not end it', async () => {
    mallory.answer = (channel) => printEndlessly(channel, piece);
    const error = await failsInBounds(() => session.exec(['cat'], { maxStdoutBytes: megabyte }), 8000);
    expect(error.code).toBe('command-failed');
  });

  test('is given up when its time is over, although it complains without end or is never answered', async () => {
    mallory.answer = (channel, command) => {
      if (command.includes('loud')) printEndlessly(channel.stderr, piece);
    };
    const names = ['loud', 'silent'];
    await Promise.all(
      names.map(async (name) => {
        const error = await failsInBounds(() => session.exec([name], { timeoutMs: 500 }), 9000);
        expect(error.code).toBe('timed-out');
      }),
    );
  });

  test('is given up when its time is over, although the host does not even begin it', async () => {
    mallory.begins = false;
    const error = await failsInBounds(() => session.exec(['cat'], { timeoutMs: 500 }), 9000);
    expect(error.code).toBe('timed-out');
  });

  test('whose output does not heed what this side has room for is given up', async () => {
    mallory.answer = (channel) => {
      // An odd size, for those who count down to zero and look for nothing else.
      const odd = Buffer.alloc(32_000, 'x');
      const flood = setInterval(() => {
        for (let sent = 0; sent < 400; sent += 1) sendUnasked(channel, odd);
      }, 5);
      setTimeout(() => clearInterval(flood), 1500);
      channel.on('close', () => clearInterval(flood));
    };
    const error = await failsInBounds(async () => {
      const { exit } = await session.open(['cat']);
      await exit;
    }, 8000);
    expect(error.code).toBe('command-failed');
  });

  test.each([
    ['a status beyond all statuses', (channel: ServerChannel) => channel.exit(2 ** 32 - 1)],
    ['a signal', (channel: ServerChannel) => channel.exit('SIGKILL')],
    ['no status at all', () => undefined],
  ])('that ends with %s has failed', async (_, end) => {
    mallory.answer = (channel) => {
      end(channel);
      channel.end();
    };
    expect((await failsInBounds(() => session.exec(['true']), 2000)).code).toBe('command-failed');
  });
});

test('facts of a million lines are refused at once', async () => {
  mallory.answer = (channel) => print(channel, 'kernel=\n'.repeat(130_000));
  expect((await failsInBounds(() => readHostFacts(session), 2000)).code).toBe('command-failed');
});

describe('Docker', () => {
  /** Everything that Docker is asked. */
  const questions: readonly (readonly [string, (engine: Engine) => Promise<unknown>])[] = [
    ['facts', (engine) => engine.facts()],
    ['containers', (engine) => engine.list()],
    ['a container', (engine) => engine.container('gauge')],
    ['networks', (engine) => engine.networks()],
    ['an image', (engine) => engine.image('gauge')],
    ['a volume', (engine) => engine.volume('gauge')],
    ['users of a volume', (engine) => engine.volumeUsers('gauge')],
  ];

  const http = (body: string, head = 'HTTP/1.1 200 OK'): string =>
    `${head}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
  const deep = 100_000;

  /** To every request. */
  function reply(text: string, isOver: boolean): void {
    mallory.answer = (channel) => {
      channel.on('data', () => {
        if (isOver) print(channel, text);
        else channel.write(text);
      });
    };
  }

  async function withEngine<Result>(work: (engine: Engine) => Promise<Result>): Promise<Result> {
    const engine = await openDocker(session, { answerMs: 1000 });
    try {
      return await work(engine);
    } finally {
      engine.close();
    }
  }

  const nonsense: readonly (readonly [string, string])[] = [
    ['null', 'null'],
    ['a number', '7'],
    ['a list of nothing', '[null]'],
    ['a list of lists', '[[[]]]'],
    ['an object without anything', '{}'],
    ['other types', '{"Id":7,"Name":[],"Config":null,"RootFS":true,"Labels":[1],"DockerRootDir":"../.."}'],
    ['text', '"\\u001b[2J"'],
    ['no JSON', '{"Id":'],
    ['a list without end in depth', '['.repeat(deep)],
    ['lists in lists', `{"DriverStatus":${'['.repeat(deep)}${']'.repeat(deep)}}`],
  ];
  test.each(nonsense)('that answers %s is not believed', async (_, body) => {
    reply(http(body), false);
    await withEngine(async (engine) => {
      for (const [what, question] of questions) {
        const error = await failsInBounds(() => question(engine), 3000);
        expect(error.code, what).toBe('engine-failed');
        expect(error.message).toContain('mallory');
      }
    });
  });

  test.each([
    ['with no HTTP', 'SSH-2.0-what\r\n', true],
    ['with half of its head', 'HTTP/1.1 200 OK\r\nContent-', true],
    ['with half of what it announced', 'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"Id', true],
    ['with half of a chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n{"Id', true],
    ['with a head without end', `HTTP/1.1 200 OK\r\n${`X: ${'x'.repeat(1000)}\r\n`.repeat(1000)}`, false],
    [
      'by leading out of HTTP',
      'HTTP/1.1 302 Found\r\nLocation: gopher://x\r\nContent-Length: 0\r\n\r\n',
      false,
    ],
    ['with two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx', false],
    [
      'by leading elsewhere',
      'HTTP/1.1 301 Moved\r\nLocation: http://docker/info\r\nContent-Length: 0\r\n\r\n',
      false,
    ],
    [
      'by changing the protocol',
      'HTTP/1.1 101 Switching\r\nUpgrade: tcp\r\nConnection: Upgrade\r\n\r\nxx',
      false,
    ],
    ['with many a promise', 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(1000), true],
    ['with an error that is no text', http('{"message":{"a":[1]}}', 'HTTP/1.1 500 Error'), false],
    [
      'with an error without end',
      http(JSON.stringify({ message: 'x'.repeat(5e6) }), 'HTTP/1.1 500 Error'),
      false,
    ],
    ['with nothing', '', true],
    ['with silence', '', false],
  ])('that answers %s has failed', async (_, text, isOver) => {
    reply(text, isOver);
    const error = await withEngine((engine) => failsInBounds(() => engine.list(), 3000));
    expect(['engine-failed', 'command-failed', 'timed-out']).toContain(error.code);
  });

  test('that answers without end is cut short', async () => {
    mallory.answer = (channel) => {
      channel.once('data', () => {
        channel.write('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[');
        printEndlessly(channel, Buffer.alloc(32 * 1024, '1,'));
      });
    };
    const engine = await openDocker(session);
    try {
      const error = await failsInBounds(() => engine.list(), 8000);
      expect(error.code).toBe('engine-failed');
      expect(error.details).toContain('16 MiB');
    } finally {
      engine.close();
    }
  });
});

describe('rsync’s own flags', () => {
  const real = '--server\n-vlHogDtpAXrSe.iLsfxCIvu\n--delete\n';
  const others: Readonly<Record<string, string>> = {
    'to send instead': '--sender',
    'to trust names': '--trust-sender',
    'to take its arguments from the other side': '-s',
    'to follow links to folders': '-K',
    'to write a log': '--log-file=/etc/cron.d/x',
    'to keep copies elsewhere': '-vlHogDtpAXbrSe.iLsfxCIvu',
    'to remove the source': '--remove-source-files',
  };

  test('are refused when they ask for anything else, and taken otherwise', async () => {
    for (const [what, flag] of Object.entries(others)) {
      mallory.answer = (channel) => print(channel, `${real}${flag}\n.\n`);
      const error = await failsInBounds(() => receiverFlags(session, [...fileOptions]), 2000);
      expect(error.code, what).toBe('transfer-failed');
    }
    mallory.answer = (channel) => print(channel, `${real}.\n`);
    expect(await receiverFlags(session, [...checkpointOptions])).toContain('--delete');
  });
});

describe('what becomes a part of later commands', () => {
  const folders = [
    '/etc',
    '/run/shiplock/../../etc',
    '/run/shiplock/other',
    '-rf',
    '/run/shiplock/run\n/etc',
    '/run/shiplock/run $(touch pwned)',
    '',
  ];

  test('is no folder of the host’s own choice', async () => {
    for (const folder of folders) {
      mallory.answer = (channel) => print(channel, `${folder}\n`);
      const error = await failsInBounds(() => openWorkspace(session, 'run', 1), 2000);
      expect(error.code, folder).toBe('command-failed');
    }
  });

  test('is no clock that a shell on the target would run', async () => {
    const asked: string[] = [];
    mallory.answer = (channel, command) => {
      asked.push(command);
      print(channel, 'a[$(touch pwned)]\n');
    };
    const side = { session, host: 'mallory' };
    const move = { source: side, target: side, log: { totalBytes: 0 }, signal: new AbortController().signal };
    await failsInBounds(() => filesRound(move as unknown as Move, [], undefined), 2000);
    expect(asked).toHaveLength(1);
  });
});
