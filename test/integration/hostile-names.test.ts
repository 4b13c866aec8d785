/**
 * Names that would do harm if any shell, list or parser took them for more than names: nothing is run by them, and
 * all of it arrives byte for byte. Whatever is run leaves a file named `pwned`.
 */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../edge/condition.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import type { EdgeHost } from '../edge/host.ts';
import { images, loadImage } from '../edge/images.ts';
import { CommandLine } from './command-line.ts';
import { docker, type Inspect, inspect, StationFixture } from './station-fixture.ts';
import { expectAsBefore, tracesOf } from './traces.ts';

const text = [
  ' led and trailed by spaces ',
  '-rf',
  '--delete',
  '$(touch pwned)',
  '`touch pwned`',
  `\${IFS}touch\${IFS}pwned`,
  ';touch pwned;',
  '|touch pwned',
  '&touch pwned&',
  "'; touch pwned; '",
  '"; touch pwned; "',
  'a\ntouch pwned\n',
  'ends with a newline\n',
  '\n',
  'carriage\rreturn\ttab',
  'back\\slash\\n\\',
  'it\'s "quoted"',
  '*',
  '?[a-z]{x,y}~!',
  'a:b::c',
  '#comment',
  '100% %s %n',
  'x=y',
  '\u001b]0;title\u0007\u001b[2J',
  'Wasserstand 水位 🚢 e\u0301',
  '\u202egnp.exe',
  '__proto__',
  'ü'.repeat(127),
  'n'.repeat(255),
];
/** And what is no text at all. */
const names = [
  ...text.map((name) => Buffer.from(name)),
  Buffer.from([0xff, 0xfe, 0x20, 0x24, 0x28]),
  Buffer.from([0xc3, 0x28, 0x0a, 0xe2, 0x82]),
  Buffer.from(Array.from({ length: 255 }, (_, at) => (at % 2 === 0 ? 0x80 + (at % 128) : 0x0a))),
];

/** A file of each name, a link to it, and a folder that holds both, in the folder ZOO; the names are the input. */
const zooScript = `
mkdir -p "$1" && cd "$1" && mkdir links folders
exec xargs -0 -n 1 sh -c 'printf %s "$0" >"./$0" && ln -s "./$0" "./links/$0" && mkdir "./folders/$0" && cp "./$0" "./folders/$0/$0"'`;

/** Everything that can be told of what lies below some folders, byte for byte. */
const lookScript = `
for folder; do
  cd "$folder"
  find . -printf '%y %s %m %T@ %p -> %l\\0' | sort -z | base64 -w 0
  echo
  find . -type f -print0 | sort -z | xargs -0 cat -- | sha256sum
done`;

/** Of the host, in the order in which Docker is told of them. */
const bindSources = [
  '/srv/a b/$(touch pwned)',
  "/srv/it's `touch pwned`; touch pwned #",
  '/srv/new\nline\n/second "quoted"\n',
  '/srv/back\\slash\\/-rf',
  '/srv/colon:ro:/etc/*',
  '/srv/水位 \u001b[31m🚢',
  `/srv/${'long '.repeat(50)}`,
];
const fileSource = '/srv/a file\n`touch pwned`/$(touch pwned)\n';
/** CRIU takes no control characters and no backslashes there; the plan refuses them. */
const destinationOf = (source: string): string => `/mnt${source.replace(/[\t\n\\]/g, '_')}`;

/** One of the words that `--mount` takes, as CSV has it. */
const field = (word: string): string => `"${word.replaceAll('"', '""')}"`;
const mountWords = (source: string, destination: string): string[] => [
  '--mount',
  ['type=bind', `source=${source}`, `target=${destination}`].map(field).join(','),
];

const imageName = 'registry.invalid:5000/shiplock/a__b/c-d.e:T_x-.y';
const volumeName = 'V.1_2-3';

describeOnHosts('hostile names', () => {
  let fixture: StationFixture;
  let laptop: string;
  let before: { readonly inspected: Inspect; readonly data: string; readonly commandLine: string };
  beforeAll(async () => {
    fixture = await StationFixture.up(['docker26', 'docker26']);
    laptop = mkdtempSync(path.join(tmpdir(), 'shiplock-hostile-'));
    await startHostile(fixture.upper);
    before = await lookAt(fixture.upper);
  });
  afterAll(async () => {
    await fixture?.[Symbol.asyncDispose]();
    rmSync(laptop, { recursive: true, force: true });
  });

  test('leave nothing behind when a move is cancelled in the freeze', async () => {
    const { upper, lower } = fixture;
    const traces = [await tracesOf(upper), await tracesOf(lower)] as const;
    const abort = new AbortController();
    const report = await fixture.start('hostile', {
      signal: abort.signal,
      onEvent: (event) => {
        if (event.event === 'run.step' && event.step === 'resume') abort.abort();
      },
    });
    expect(report).toMatchObject({
      outcome: 'rolled-back',
      runningOn: 'upper',
      error: { code: 'cancelled' },
    });
    await expectAsBefore(upper, traces[0]);
    await expectAsBefore(lower, traces[1]);
    await expectNothingRun();
  });

  test('arrive byte for byte, from a laptop whose own paths are no better', async () => {
    const { upper, lower } = fixture;
    const home = path.join(laptop, 'it\'s "home" $(touch pwned) `touch pwned`\n');
    const key = path.join(laptop, '-a key; touch pwned\n');
    copyFileSync(upper.privateKeyPath, key);
    const shiplock = new CommandLine({ home });
    for (const { name, address, hostKeyFingerprint } of [upper, lower]) {
      const words = ['--address', address, '--key', key, '--accept-host-key', hostKeyFingerprint];
      expect(await shiplock.run('hosts', 'add', name, ...words)).toMatchObject({ status: 0, stderr: '' });
    }
    const { document, status } = await shiplock.json(
      'migrate',
      'hostile',
      '--from',
      'upper',
      '--to',
      'lower',
    );
    expect(document).toMatchObject({ outcome: 'committed' });
    expect(status).toBe(0);
    expect(existsSync(path.join(home, 'journal.db'))).toBe(true);

    const after = await lookAt(lower);
    expect(after.data).toBe(before.data);
    expect(after.commandLine).toBe(before.commandLine);
    for (const part of ['Env', 'Labels', 'WorkingDir', 'Entrypoint', 'Cmd', 'Image'] as const) {
      expect(after.inspected['Config'][part], part).toEqual(before.inspected['Config'][part]);
    }
    expect(placesIn(after.inspected)).toEqual(placesIn(before.inspected));
    await expectNothingRun();
    expect((await upper.shell('docker ps --all --quiet')).trim()).toBe('');
  });

  async function expectNothingRun(): Promise<void> {
    for (const host of [fixture.upper, fixture.lower]) {
      expect(await host.shell('find / -xdev -name pwned -not -path "/proc/*"')).toBe('');
    }
    for (const folder of [process.cwd(), laptop, tmpdir(), process.env['HOME'] ?? '/']) {
      expect(existsSync(path.join(folder, 'pwned')), folder).toBe(false);
    }
  }
});

/** A container with every one of the names, in every place that takes it, that counts into its RW layer, and holds a file open. */
async function startHostile(host: EdgeHost): Promise<void> {
  await loadImage(host, 'gauge');
  await docker(host, 'tag', images.gauge, imageName);
  const labels = text.flatMap((name) => ['--label', `${name.replace(/[\s=]/g, '.')}=${name}`]);
  await docker(host, 'volume', 'create', ...labels, volumeName);
  const input = Buffer.concat(names.flatMap((name) => [name, Buffer.from([0])]));
  const fill = async (folder: string): Promise<void> => {
    const { status, stderr } = await host.run(['sh', '-ec', zooScript, 'zoo', folder], { input });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  };
  for (const source of bindSources) await fill(source);
  await host.writeFile(`${path.dirname(fileSource)}/other`, 'stays');
  await host.run(['sh', '-ec', 'printf %s file >"$1"', 'sh', fileSource]);
  await docker(
    host,
    ...['run', '--detach', '--name', 'hostile', ...labels],
    ...text.flatMap((name, index) => ['--env', `V${index}=${name}`]),
    ...['--volume', `${volumeName}:/volume $(touch pwned)`, '--volume', '/anonymous `touch pwned`'],
    ...bindSources.flatMap((source) => mountWords(source, destinationOf(source))),
    ...mountWords(fileSource, destinationOf(fileSource)),
    ...['--workdir', '/work $(touch pwned)\n', '--entrypoint', '/bin/sh', imageName],
    ...['-c', 'exec 3>>"/$3"; while :; do echo x >>/count; sleep 0.1; done', ...text],
  );
  const { rw, volume, anonymous } = await foldersOf(host);
  await fill(`${volume}/zoo`);
  await fill(`${anonymous}/zoo`);
  await docker(host, 'exec', 'hostile', 'mkdir', '/zoo');
  await fill(`${rw}/zoo/zoo`);
  await until(
    'it counts',
    async () => Number((await docker(host, 'exec', 'hostile', 'wc', '-l', '/count')).split(' ')[0]) > 2,
  );
}

async function foldersOf(host: EdgeHost): Promise<{ rw: string; volume: string; anonymous: string }> {
  const { Mounts, State } = await inspect(host, 'hostile');
  const sourceOf = (start: string): string =>
    (Mounts as { Destination: string; Source: string }[]).find(({ Destination }) =>
      Destination.startsWith(start),
    )?.Source ?? '';
  return {
    rw: `/proc/${State.Pid}/root`,
    volume: sourceOf('/volume'),
    anonymous: sourceOf('/anonymous'),
  };
}

async function lookAt(host: EdgeHost): Promise<{ inspected: Inspect; data: string; commandLine: string }> {
  const inspected = await inspect(host, 'hostile');
  const { rw, volume, anonymous } = await foldersOf(host);
  const folders = [`${rw}/zoo`, volume, anonymous, ...bindSources];
  const data = await host.run(['sh', '-ec', lookScript, 'look', ...folders]);
  expect(data.stderr).toBe('');
  const file = await host.run(['cat', '--', fileSource]);
  expect(file.stdout).toBe('file');
  const volumeLabels = await docker(host, 'volume', 'inspect', '--format', '{{json .Labels}}', volumeName);
  const commandLine = await host.shell(`base64 -w 0 /proc/${inspected['State'].Pid}/cmdline`);
  return { inspected, data: `${data.stdout}\n${volumeLabels}`, commandLine };
}

/** Where everything is mounted from and to; an anonymous volume gets another name. */
function placesIn({ Mounts }: Inspect): string[] {
  return (Mounts as { Type: string; Source: string; Destination: string; RW: boolean }[])
    .map(({ Type, Source, Destination, RW }) =>
      JSON.stringify([Type, Destination.startsWith('/anonymous') ? '' : Source, Destination, RW]),
    )
    .sort((a, b) => a.localeCompare(b));
}
