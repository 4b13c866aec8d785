/** The log goes on: on the target it begins with what was written on the source. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../edge/condition.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import type { EdgeHost } from '../edge/host.ts';
import { loadImage } from '../edge/images.ts';
import { docker, startContainer, StationFixture } from './station-fixture.ts';

/** Writes 1, 2, 3 … to its log: many at once, then steadily. */
const chatty = (first: number, pause: string): string =>
  `i=0; while :; do i=$((i + 1)); echo "line $i"; [ $i -lt ${first} ] || ${pause}; done`;

/** Some thousand lines a second, for as long as it lives. */
const hasty = 'i=0; while :; do i=$((i + 1)); echo "line $i"; [ $((i % 100)) -ne 0 ] || sleep 0.01; done';

const drivers: readonly (readonly [string, readonly string[], string])[] = [
  ['json-file', ['--log-driver', 'json-file'], chatty(3000, 'sleep 0.01')],
  [
    'json-file with rotation',
    ['--log-driver', 'json-file', '--log-opt', 'max-size=50k', '--log-opt', 'max-file=30'],
    chatty(3000, 'sleep 0.01'),
  ],
  [
    'json-file with compressed rotation',
    [
      '--log-driver',
      'json-file',
      '--log-opt',
      'max-size=50k',
      '--log-opt',
      'max-file=30',
      '--log-opt',
      'compress=true',
    ],
    chatty(3000, 'sleep 0.01'),
  ],
  ['local', ['--log-driver', 'local'], chatty(3000, 'sleep 0.01')],
  [
    'local with rotation',
    ['--log-driver', 'local', '--log-opt', 'max-size=50k', '--log-opt', 'max-file=30'],
    chatty(3000, 'sleep 0.01'),
  ],
  // A pipe lies between the container and its engine: what is in it at the freeze must not be lost.
  ['json-file of a container in haste', ['--log-driver', 'json-file'], hasty],
];

describeOnHosts('the log', () => {
  let fixture: StationFixture;
  beforeAll(async () => {
    fixture = await StationFixture.up(['docker26', 'docker28']);
    await loadImage(fixture.upper, 'gauge');
  });
  afterAll(() => fixture[Symbol.asyncDispose]());

  test.each(drivers)('kept by %s goes on without a gap', async (driver, options, script) => {
    const { upper, lower } = fixture;
    const name = driver.replaceAll(' ', '-');
    await startContainer(upper, name, 'gauge', [...options, '--entrypoint', '/bin/sh'], ['-c', script]);
    await until('it has written', async () => (await linesOf(upper, name)).length > 3000);
    const before = await linesOf(upper, name);
    await fixture.migrate(name);
    const atFirst = (await linesOf(lower, name)).length;
    await until('it goes on writing', async () => (await linesOf(lower, name)).length > atFirst);
    const after = await linesOf(lower, name);
    await docker(lower, 'rm', '--force', name);
    expect(before[0]).toBe('line 1');
    expect(firstWrong(after)).toBeUndefined();
    expect(after.length).toBeGreaterThan(before.length);
  });
});

async function linesOf(host: EdgeHost, name: string): Promise<string[]> {
  const text = await docker(host, 'logs', name);
  return text.split('\n').slice(0, -1);
}

/** The first line that is not the next one, with its neighbours. */
function firstWrong(lines: readonly string[]): readonly string[] | undefined {
  const index = lines.findIndex((line, at) => line !== `line ${at + 1}`);
  return index < 0 ? undefined : lines.slice(Math.max(0, index - 2), index + 3);
}
