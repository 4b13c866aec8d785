/** Moves that cannot be made: refused with a reason and a remedy before anything is touched on either host. */
import Database from 'better-sqlite3';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ShiplockError } from '../../shared/errors.ts';
import { inLanguage } from '../../shared/words.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import { EdgeHost } from '../edge/host.ts';
import { images, loadImage } from '../edge/images.ts';
import { inEnglish } from '../english.ts';
import { saying } from '../saying.ts';
import { CommandLine } from './command-line.ts';
import { countsOn, expectUntouched, type Gauge, removeGauge, startGauge } from './gauges.ts';
import { StationFixture } from './station-fixture.ts';
import { expectAsBefore, tracesOf } from './traces.ts';

let fixture: StationFixture;
let upper: EdgeHost;
let lower: EdgeHost;

/** The error for people with which a promise rejects. */
async function failureOf(promise: Promise<unknown>): Promise<ShiplockError> {
  const thrown = await promise.then(
    () => new Error('it did not fail'),
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(ShiplockError);
  return thrown as ShiplockError;
}

/** The errors of refused moves in the journal's history, as JSON, oldest first. */
function refusalsInJournal(): string[] {
  using journal = openReadOnly(path.join(fixture.home, 'journal.db'));
  return journal.all("SELECT data FROM history WHERE kind = 'move-refused' ORDER BY seq");
}

function openReadOnly(file: string): Disposable & { all: (query: string) => string[] } {
  const database = new Database(file, { readonly: true });
  return {
    all: (query) => database.prepare(query).pluck().all() as string[],
    [Symbol.dispose]: () => database.close(),
  };
}

/**
 * The move is refused because of `finding`, by the plan and by the attempt alike; both hosts are as they were, no run was
 * begun, and the journal tells of the refusal.
 */
async function expectRefusal(
  name: string,
  finding: string,
  target: EdgeHost = lower,
): Promise<ShiplockError> {
  const options = { to: target.name };
  const before = [await tracesOf(upper), await tracesOf(target)] as const;
  const runs = await fixture.station.call('runs.list', {});

  const plan = await fixture.plan(name, options);
  expect(plan.movable).toBe(false);
  const errors = plan.findings.filter(({ severity }) => severity === 'error');
  expect(errors.map(({ id }) => id)).toEqual([finding]);

  const failure = await failureOf(fixture.start(name, options));
  const [text = ''] = errors.map((each) => inLanguage(each.text, 'en'));
  expect(failure).toMatchObject({ code: 'preflight-failed', exitStatus: 1, message: text });
  expect(inEnglish(failure.state)).toBe(`upper has ${name} as before; nothing was touched.`);
  expect(inEnglish(failure.remedy)).toMatch(/\w/);

  await expectAsBefore(upper, before[0]);
  await expectAsBefore(target, before[1]);
  expect(await fixture.station.call('runs.list', {})).toEqual(runs);
  expect(refusalsInJournal().at(-1)).toContain(text);
  return failure;
}

/** Runs a test with a gauge on the source, which must be untouched afterwards, and takes it away. */
async function withGauge(
  name: string,
  options: string,
  work: (gauge: Gauge) => Promise<void>,
): Promise<void> {
  const gauge = await startGauge(upper, name, { options, words: '--memory 2' });
  try {
    await work(gauge);
    await expectUntouched(gauge);
  } finally {
    await removeGauge(name, upper, lower);
  }
}

describeOnHosts('a move is refused', () => {
  beforeAll(async () => {
    fixture = await StationFixture.up(['docker26', 'docker26']);
    ({ upper, lower } = fixture);
    await loadImage(upper, 'gauge');
    await loadImage(lower, 'gauge');
  });
  afterAll(() => fixture?.[Symbol.asyncDispose]());

  test('for a container that does not run', async () => {
    await upper.shell(`docker create --name asleep ${images.gauge}`);
    const failure = await expectRefusal('asleep', 'container-not-running');
    expect(inEnglish(failure.remedy)).toBe('docker start asleep');
    await upper.shell('docker rm asleep');
  });

  test('for a paused container, which stays paused', async () => {
    await withGauge('paused', '', async () => {
      await upper.shell('docker pause paused');
      const failure = await expectRefusal('paused', 'container-not-running');
      expect(inEnglish(failure.remedy)).toBe('docker unpause paused');
      expect(await upper.shell("docker inspect --format '{{.State.Status}}' paused")).toBe('paused\n');
      await upper.shell('docker unpause paused');
    });
  });

  test('for a container that is not there', async () => {
    const failure = await failureOf(fixture.start('nobody'));
    expect(failure).toMatchObject({ code: 'not-found', exitStatus: 2 });
    expect(failure.message).toBe('upper has no container named nobody.');
    expect(refusalsInJournal().at(-1)).toContain('upper has no container named nobody.');
  });

  test('when the target has a container of that name', async () => {
    await withGauge('twin', '', async () => {
      await lower.shell(`docker create --name twin ${images.gauge}`);
      await expectRefusal('twin', 'name-taken');
      await lower.shell('docker rm twin');
    });
  });

  test('when the image is gone from the source', async () => {
    // Only the containerd image store lets go of an image that a running container uses.
    const modern = await EdgeHost.up({ name: 'modern', flavour: 'docker28-containerd' });
    try {
      await fixture.know(modern);
      await loadImage(modern, 'gauge');
      const gauge = await startGauge(modern, 'orphan');
      const ctr = 'ctr --address /run/docker/containerd/containerd.sock --namespace moby';
      await modern.shell(`${ctr} images ls --quiet | xargs ${ctr} images rm --sync`);
      const before = await tracesOf(lower);
      const failure = await failureOf(fixture.start('orphan', { from: 'modern' }));
      expect(failure).toMatchObject({
        code: 'preflight-failed',
        message: expect.stringContaining('The image of orphan is gone from modern.'),
        remedy: saying(expect.stringContaining('docker load')),
      });
      await expectUntouched(gauge);
      await expectAsBefore(lower, before);
    } finally {
      await modern.down();
    }
  });

  test('when the disk of the target is too small for the data', async () => {
    const small = await EdgeHost.up({ name: 'small', diskBytes: 160 * 1024 * 1024 });
    try {
      await fixture.know(small);
      await withGauge('bulky', '', async () => {
        await upper.shell('docker exec bulky dd if=/dev/urandom of=/data/more bs=1M count=128');
        const failure = await expectRefusal('bulky', 'disk-too-small', small);
        const size = expect.stringMatching(/^[\d.]+ MB$/);
        expect(failure.findings).toMatchObject([{ measured: size, needed: size }]);
      });
    } finally {
      await small.down();
    }
  });

  test('when a port is taken on the target', async () => {
    await withGauge('harbour', '--publish 7070:7000', async () => {
      await lower.shell(`docker run --detach --name quay --publish 7070:7000 ${images.gauge}`);
      try {
        const failure = await expectRefusal('harbour', 'port-taken');
        expect(failure.message).toBe('Port 7070/tcp is taken on lower.');
      } finally {
        await lower.shell('docker rm --force quay');
      }
    });
  });

  test('when its network is missing on the target, or its fixed address is taken or outside there', async () => {
    await upper.shell('docker network create --subnet 10.99.1.0/24 river');
    try {
      await withGauge('moored', '--network river --ip 10.99.1.7', async () => {
        const failure = await expectRefusal('moored', 'network-missing');
        expect(inEnglish(failure.remedy)).toContain('docker network create --driver bridge river');
        await lower.shell('docker network create --subnet 10.99.2.0/24 river');
        await expectRefusal('moored', 'address-outside');
        await lower.shell('docker network rm river && docker network create --subnet 10.99.1.0/24 river');
        await lower.shell(
          `docker run --detach --name squatter --network river --ip 10.99.1.7 ${images.gauge}`,
        );
        await expectRefusal('moored', 'address-taken');
      });
    } finally {
      await lower.shell('docker rm --force squatter; docker network rm river || true');
      await upper.shell('docker network rm river');
    }
  });

  const tools = [
    ['CRIU', 'criu', 'criu-missing'],
    ['rsync', 'rsync', 'rsync-missing'],
  ] as const;
  test.each(tools)('when %s is missing on either host', async (_name, program, finding) => {
    await withGauge('bare', '', async () => {
      for (const host of [upper, lower]) {
        const file = (await host.shell(`command -v ${program}`)).trim();
        await host.shell(`mv ${file} ${file}.away`);
        try {
          const failure = await expectRefusal('bare', finding);
          expect(inEnglish(failure.remedy)).toBe(`apt-get install ${program}`);
          expect(failure.message).toContain(host.name);
        } finally {
          await host.shell(`mv ${file}.away ${file}`);
        }
      }
    });
  });

  test('when CRIU is too old for the kernel (a stand-in that says so in place of CRIU)', async () => {
    await withGauge('aged', '', async () => {
      const file = (await lower.shell('command -v criu')).trim();
      await lower.shell(`mv ${file} ${file}.away`);
      await lower.writeFile(file, '#!/bin/sh\necho "Version: 3.11"\n', 0o755);
      try {
        const failure = await expectRefusal('aged', 'criu-too-old');
        const needed = expect.stringMatching(/^CRIU >= /);
        expect(failure.findings).toMatchObject([{ measured: expect.stringContaining('CRIU 3.11'), needed }]);
      } finally {
        await lower.shell(`mv ${file}.away ${file}`);
      }
    });
  });

  test('when data lies on the target where its own would lie, until the user says to replace it', async () => {
    const gauge = await startGauge(upper, 'tenant', { words: '--memory 2' });
    try {
      await lower.shell('docker volume create tenant-data');
      await lower.writeFile('/var/lib/docker/volumes/tenant-data/_data/old', 'something else');
      const failure = await expectRefusal('tenant', 'data-there');
      expect(inEnglish(failure.remedy)).toContain('--replace-data');
      await expectUntouched(gauge);
      const { findings } = await fixture.plan('tenant', { replaceData: true });
      expect(findings).toContainEqual(expect.objectContaining({ id: 'data-there', severity: 'info' }));
      await fixture.migrate('tenant', { replaceData: true });
      await countsOn({ host: lower, name: 'tenant' });
      expect(await lower.shell('ls /var/lib/docker/volumes/tenant-data/_data')).toBe('readings\n');
    } finally {
      await removeGauge('tenant', upper, lower);
    }
  });

  test('for a container that was made with a terminal', async () => {
    await withGauge('typist', '--tty', async () => {
      await expectRefusal('typist', 'terminal');
    });
  });

  test('when a host shows another key than the one agreed to', async () => {
    await withGauge('cautious', '', async (gauge) => {
      const before = [await tracesOf(upper), await tracesOf(lower)] as const;
      await lower.shell('cp -a /etc/ssh/ssh_host_ed25519_key /etc/ssh/ssh_host_ed25519_key.pub /root');
      await lower.shell(
        "rm /etc/ssh/ssh_host_ed25519_key*; ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/ssh_host_ed25519_key",
      );
      await lower.shell('kill -HUP "$(cat /run/sshd.pid)"');
      try {
        // A fresh process: this one may still have the session of before.
        const shiplock = new CommandLine({ home: fixture.home });
        const words = ['migrate', 'cautious', '--from', 'upper', '--to', 'lower'];
        const { status, document } = await shiplock.json(...words);
        expect(status).toBe(2);
        expect(document).toMatchObject({
          error: { code: 'host-key', message: saying(expect.stringContaining('lower')) },
        });
        await expectUntouched(gauge);
      } finally {
        await lower.shell('cp -a /root/ssh_host_ed25519_key* /etc/ssh/; rm /root/ssh_host_ed25519_key*');
        await lower.shell('kill -HUP "$(cat /run/sshd.pid)"');
        await lower.sshReady();
      }
      await expectAsBefore(upper, before[0]);
      await expectAsBefore(lower, before[1]);
    });
  });

  test('while another run moves the same container, from this laptop or another', async () => {
    const gauge = await startGauge(upper, 'wanted', { words: '--memory 2' });
    await upper.shell('docker exec wanted dd if=/dev/urandom of=/data/more bs=1M count=16');
    const before = [await tracesOf(upper), await tracesOf(lower)] as const;
    const other = new CommandLine({ home: path.join(fixture.home, 'another-laptop') });
    try {
      for (const { name, address, privateKeyPath, hostKeyFingerprint } of [upper, lower]) {
        const words = [
          '--address',
          address,
          '--key',
          privateKeyPath,
          '--accept-host-key',
          hostKeyFingerprint,
        ];
        expect(await other.run('hosts', 'add', name, ...words)).toMatchObject({ status: 0 });
      }
      // A slow link keeps the first run in its rounds; it is cancelled when the others have tried.
      await lower.capRate(8);
      const abort = new AbortController();
      const here: Promise<ShiplockError>[] = [];
      const elsewhere: ReturnType<CommandLine['json']>[] = [];
      const report = await fixture.start('wanted', {
        signal: abort.signal,
        onEvent: (event) => {
          if (event.event !== 'run.step' || event.step !== 'rounds' || event.state !== 'began') return;
          here.push(failureOf(fixture.start('wanted')));
          elsewhere.push(other.json('migrate', 'wanted', '--from', 'upper', '--to', 'lower'));
          void Promise.allSettled([...here, ...elsewhere]).then(() => abort.abort());
        },
      });
      expect(report).toMatchObject({ outcome: 'rolled-back', error: { code: 'cancelled' } });
      const [again] = await Promise.all(here);
      expect(again).toMatchObject({
        code: 'busy',
        exitStatus: 1,
        message: expect.stringContaining(report.run),
      });
      const [refused] = await Promise.all(elsewhere);
      expect(refused).toMatchObject({ status: 1, document: { error: { code: 'busy' } } });
      await expectUntouched(gauge);
      await expectAsBefore(upper, before[0]);
      await expectAsBefore(lower, before[1]);
    } finally {
      await lower.capRate(1000);
      await removeGauge('wanted', upper, lower);
    }
  });
});

describeOnHosts('a move is not refused', () => {
  test('when the image has lost its name on the source: it goes by its identifier', async () => {
    await using pair = await StationFixture.up(['docker26', 'docker26']);
    await loadImage(pair.upper, 'gauge');
    await pair.upper.shell(`docker tag ${images.gauge} fleeting && docker rmi ${images.gauge}`);
    await pair.upper.shell(
      'docker run --detach --name nameless --volume nameless-data:/data fleeting --memory 2',
    );
    await countsOn({ host: pair.upper, name: 'nameless' });
    // The name goes to another image, as it does when one is built anew.
    await pair.upper.shell('docker commit nameless fleeting');
    const { findings, movable } = await pair.plan('nameless');
    expect(findings.map(({ id }) => id)).toContain('image-name-stale');
    expect(movable).toBe(true);
    const id = (host: EdgeHost) => host.shell("docker inspect --format '{{.Image}}' nameless");
    const image = await id(pair.upper);
    await pair.migrate('nameless');
    await countsOn({ host: pair.lower, name: 'nameless' });
    expect(await id(pair.lower)).toBe(image);
  });
});
