/**
 * How hosts are watched, over connections that are stand-ins: they fail, hang or want a secret. What real hosts tell:
 * test/integration/hosts-watch.test.ts.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Connect } from '../../../electron/host-look.ts';
import { MissingSecretError } from '../../../electron/hosts/secrets.ts';
import { HostsWatch } from '../../../electron/hosts-watch.ts';
import { type Journal, openJournal } from '../../../electron/journal/journal.ts';
import type { CallOptions, Event } from '../../../shared/contract.ts';
import type { SecretRequest } from '../../../shared/model.ts';
import { fromErrorData } from '../../../shared/errors.ts';
import { methods } from '../../../shared/contract.ts';
import { until } from '../../edge/condition.ts';

let home: string;
let journal: Journal;
const over = new Set<AbortController>();

beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'shiplock-hosts-watch-'));
  journal = openJournal(home);
});
afterEach(() => {
  for (const each of over) each.abort();
  over.clear();
  journal.close();
  rmSync(home, { recursive: true });
});

const know = (name: string): void =>
  journal.hosts.add({
    name,
    address: '192.0.2.1',
    port: 22,
    user: 'root',
    login: 'agent',
    sudo: false,
    hostKey: 'SHA256:AAAA',
  });

const isDown: Connect = async (host) => {
  throw fromErrorData({ code: 'host-unreachable', message: `${host} is down.` });
};

const wantsSecret: Connect = async (host, { askSecret, onlyIfAtHand }) => {
  const request = { host, user: 'root', kind: 'password', isRetry: false, onlyIfAtHand } as const;
  if ((await askSecret?.(request)) === undefined)
    throw new MissingSecretError('login-refused', { en: 'Not given.', zh: '未提供。' });
  throw fromErrorData({ code: 'host-unreachable', message: 'It was given.' });
};

/** Watches until the test is over, and gives what is told as `state of host`. */
function watch(hosts: HostsWatch, options: CallOptions & { mayAsk?: boolean } = {}): string[] {
  const told: string[] = [];
  const controller = new AbortController();
  over.add(controller);
  const onEvent = (event: Event): void => {
    if (event.event === 'host.seen') told.push(`${event.host} ${event.state}`);
    if (event.event === 'host.gone') told.push(`${event.host} gone`);
  };
  const { mayAsk = false, ...rest } = options;
  const input = methods['hosts.watch'].input.parse({ everySeconds: 2, mayAsk });
  void hosts.watch(input, { signal: controller.signal, onEvent, ...rest });
  return told;
}

const toBeTold = (told: string[], what: string): Promise<unknown> =>
  until(`it is told: ${what}`, () => told.includes(what));

test('a host that hangs holds up no other', async () => {
  for (const name of ['hangs', 'down']) know(name);
  const told = watch(
    new HostsWatch(journal, (host, options) =>
      host === 'hangs' ? new Promise(() => undefined) : isDown(host, options),
    ),
  );
  await toBeTold(told, 'down unreachable');
  expect(told).toEqual(['down unreachable']);
});

test('what has not changed is told once', async () => {
  know('river');
  let looks = 0;
  const told = watch(
    new HostsWatch(journal, (host, options) => {
      looks += 1;
      return isDown(host, options);
    }),
  );
  await until('it was looked at again', () => looks >= 2);
  expect(told).toEqual(['river unreachable']);
});

test('hosts that are added and removed meanwhile are followed', async () => {
  const told = watch(new HostsWatch(journal, isDown));
  know('river');
  await toBeTold(told, 'river unreachable');
  journal.hosts.remove('river');
  await toBeTold(told, 'river gone');
});

test('several who watch share one look, and whoever comes later is told at once what is known', async () => {
  know('river');
  let looks = 0;
  const hosts = new HostsWatch(journal, (host, options) => {
    looks += 1;
    return isDown(host, options);
  });
  await toBeTold(watch(hosts), 'river unreachable');
  expect(watch(hosts)).toEqual(['river unreachable']);
  expect(looks).toBe(1);
});

test('no person is asked for a secret unless that is wanted', async () => {
  know('river');
  const told = watch(new HostsWatch(journal, wantsSecret), {
    askSecret: async ({ onlyIfAtHand }) => {
      if (onlyIfAtHand !== true) throw new Error('somebody was asked');
      return undefined;
    },
  });
  await toBeTold(told, 'river locked');
});

test('a host that wants a secret is locked while somebody is asked for it', async () => {
  know('river');
  const answer = Promise.withResolvers<string>();
  const told = watch(new HostsWatch(journal, wantsSecret), {
    mayAsk: true,
    askSecret: () => answer.promise,
  });
  await toBeTold(told, 'river locked');
  answer.resolve('secret');
  await toBeTold(told, 'river unreachable');
});

test('whoever does not give a secret is not asked for it again', async () => {
  know('river');
  let [asked, looks] = [0, 0];
  const hosts = new HostsWatch(journal, (host, options) => {
    looks += 1;
    return wantsSecret(host, options);
  });
  const askSecret = async ({ onlyIfAtHand }: SecretRequest): Promise<undefined> => {
    if (onlyIfAtHand !== true) asked += 1;
  };
  watch(hosts, { mayAsk: true, askSecret });
  await until('it was looked at again', () => looks >= 2);
  expect(asked).toBe(1);
});

test('whoever watches is told that the journal cannot be read any more', async () => {
  const watching = new HostsWatch(journal, isDown).watch({ everySeconds: 2, mayAsk: false }, {});
  journal.close();
  await expect(watching).rejects.toThrow('not open');
});
