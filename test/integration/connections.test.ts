/** Established TCP connections: kept where both addresses stay, closed cleanly where not, as the plan says beforehand. */
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../edge/condition.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import type { Flavour } from '../edge/flavours.ts';
import { loadImage } from '../edge/images.ts';
import { countsOn, startGauge } from './gauges.ts';
import { docker, startContainer, StationFixture } from './station-fixture.ts';
import { todaysPart } from '../todays-part.ts';

describeOnHosts('a TCP connection', () => {
  describe.each(todaysPart(['docker26', 'docker28'] as const, 2))('of a container on %s', connectionsOn);
});

function connectionsOn(flavour: Flavour): void {
  let fixture: StationFixture;
  beforeAll(async () => {
    fixture = await StationFixture.up([flavour, flavour]);
    await loadImage(fixture.upper, 'gauge');
    await loadImage(fixture.lower, 'gauge');
  });
  afterAll(() => fixture[Symbol.asyncDispose]());

  test('inside the container goes on', async () => {
    const { upper, lower } = fixture;
    const script =
      'gauge --listen 7000 & until netstat -ltn | grep -q :7000; do sleep 0.1; done; tail -f /dev/null | nc 127.0.0.1 7000 >/data/heard; echo closed >>/data/heard';
    await startContainer(
      upper,
      'loop',
      'gauge',
      ['--volume', 'loop-data:/data', '--entrypoint', '/bin/sh'],
      ['-c', script],
    );
    const heardOn = async (host = upper) =>
      wholeLines(await host.readFile('/var/lib/docker/volumes/loop-data/_data/heard').catch(() => ''));
    await until('the client hears', async () => (await heardOn()).length > 3);
    expect((await fixture.plan('loop')).connections).toBe('keep');
    await fixture.migrate('loop');
    const before = (await heardOn(lower)).length;
    await until('the client goes on hearing', async () => (await heardOn(lower)).length > before + 3);
    expectConsecutive(await heardOn(lower));
  });

  test('through a published port is closed, and the service answers on the target', async () => {
    const { upper, lower } = fixture;
    await startGauge(upper, 'published', {
      options: '--publish 7100:7000',
      words: '--memory 2 --listen 7000',
    });
    using client = new Client(upper.address, 7100);
    await until('the client hears', () => client.lines.length > 3);
    const plan = await fixture.plan('published');
    expect(plan.connections).toBe('close');
    expect(plan.findings.find(({ id }) => id === 'connections-closed')).toMatchObject({ measured: '1' });

    await fixture.migrate('published');
    await until('the client is told', () => client.ended, 10_000);
    expectConsecutive(client.lines);
    using next = new Client(lower.address, 7100);
    await until('the next client hears', () => next.lines.length > 3);
    expect(countOf(next.lines[0])).toBeGreaterThan(countOf(client.lines.at(-1)));
    await countsOn({ host: lower, name: 'published' });
  });

  test('made after the plan does not stop the move', async () => {
    const { upper, lower } = fixture;
    // The address that the container has on the source is taken on the target.
    for (const name of ['one', 'two', 'three', 'four']) await startContainer(lower, name, 'gauge');
    const script =
      'gauge --listen 7000 & until netstat -ltn | grep -q :7000; do sleep 0.1; done; tail -f /dev/null | nc 127.0.0.1 7000 >/data/heard';
    await startContainer(
      upper,
      'late',
      'gauge',
      ['--publish', '7200:7000', '--volume', 'late-data:/data', '--entrypoint', '/bin/sh'],
      ['-c', script],
    );
    await countsOn({ host: upper, name: 'late' });
    const clients: Client[] = [];
    try {
      await fixture.migrate('late', {
        onEvent: (event) => {
          if (event.event === 'run.step' && event.step === 'rounds' && event.state === 'began')
            clients.push(new Client(upper.address, 7200));
        },
      });
      await until('the client is told', () => clients.every(({ ended }) => ended), 10_000);
      await countsOn({ host: fixture.lower, name: 'late' });
    } finally {
      for (const client of clients) client[Symbol.dispose]();
    }
  });

  test('to an address of the container’s own in the outer network goes on, in both directions', async () => {
    const { upper, lower } = fixture;
    const address = '10.78.0.250';
    for (const host of [upper, lower]) {
      await docker(
        host,
        'network',
        'create',
        '--driver',
        'macvlan',
        '--subnet',
        '10.78.0.0/24',
        '--gateway',
        '10.78.0.1',
        '--opt',
        'parent=eth0',
        'outer',
      );
    }
    // One server tells, the other hears.
    const script = 'tail -f /dev/null | nc -l -p 7001 >/data/heard & exec gauge --memory 4 --listen 7000';
    await startContainer(
      upper,
      'outer',
      'gauge',
      ['--network', 'outer', '--ip', address, '--volume', 'outer-data:/data', '--entrypoint', '/bin/sh'],
      ['-c', script],
    );
    const heardOn = async (host = upper) =>
      wholeLines(await host.readFile('/var/lib/docker/volumes/outer-data/_data/heard').catch(() => ''));
    await countsOn({ host: upper, name: 'outer' });
    using listener = new Client(address, 7000);
    using speaker = new Client(address, 7001);
    const stop = speaker.speak();
    await until(
      'both connections carry',
      async () => listener.lines.length > 3 && (await heardOn()).length > 3,
    );

    const plan = await fixture.plan('outer');
    expect(plan.connections).toBe('keep');
    expect(plan.findings.find(({ id }) => id === 'connections-kept')).toMatchObject({ measured: '2' });
    await fixture.migrate('outer');

    const [told, heard] = [listener.lines.length, (await heardOn(lower)).length];
    await until('both connections go on', async () => {
      expect([listener.ended, speaker.ended]).toEqual([false, false]);
      return listener.lines.length > told + 3 && (await heardOn(lower)).length > heard + 3;
    });
    stop();
    await until(
      'everything that was said is heard',
      async () => (await heardOn(lower)).length === speaker.said,
    );
    expectConsecutive(await heardOn(lower));
    expectConsecutive(listener.lines);
    await countsOn({ host: lower, name: 'outer' });
  });
}

class Client implements Disposable {
  readonly #socket: Socket;
  #text = '';
  #ended = false;
  said = 0;

  constructor(host: string, port: number) {
    this.#socket = connect({ host, port });
    this.#socket.setEncoding('utf8').on('data', (text: string) => {
      this.#text += text;
    });
    // A reset is an end as clean as any: the client knows.
    this.#socket.on('error', () => undefined);
    this.#socket.on('close', () => {
      this.#ended = true;
    });
  }

  get lines(): string[] {
    return wholeLines(this.#text);
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Says 1, 2, 3 … a hundred times a second until told to stop. */
  speak(): () => void {
    const timer = setInterval(() => {
      this.said += 1;
      this.#socket.write(`${this.said}\n`);
    }, 10);
    return () => clearInterval(timer);
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }
}

function wholeLines(text: string): string[] {
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .slice(0, -1);
}

const countOf = (line: string | undefined): number => Number(/^\d+/.exec(line ?? '')?.[0] ?? Number.NaN);

function expectConsecutive(lines: readonly string[]): void {
  const first = countOf(lines[0]);
  expect(lines.map(countOf)).toEqual(lines.map((_, index) => first + index));
}
