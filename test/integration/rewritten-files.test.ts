/** What a container writes anew all the time is sent at first and in the freeze, and in no round between. Real hosts. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../edge/condition.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import type { EdgeHost } from '../edge/host.ts';
import { docker, startContainer, StationFixture } from './station-fixture.ts';

const megabyte = 1024 * 1024;
/** Named so that rsync could take it for a pattern. */
const rewritten = 'hot [1]*';
/** The file anew each time, once it was found as it had been written; and a neighbour that such a pattern would hit. */
const writer = `
  trap 'exit 0' TERM
  count=0
  while :; do
    count=$((count + 1))
    dd if=/dev/urandom of='/data/${rewritten}' bs=1048576 count=16 conv=notrunc 2>/dev/null
    sum=$(cksum <'/data/${rewritten}')
    echo "$count" >>'/data/hot 1'
    usleep 100000
    [ "$(cksum <'/data/${rewritten}')" = "$sum" ] || echo "$count" >>/data/broken
  done`;

describeOnHosts('a file that is written anew all the time', () => {
  let fixture: StationFixture;
  beforeAll(async () => {
    fixture = await StationFixture.up(['docker26', 'docker26'], { rateMbit: 200 });
  });
  afterAll(() => fixture?.[Symbol.asyncDispose]());

  /** 0 before the first is written. */
  const countOn = async (host: EdgeHost): Promise<number> =>
    Number(await docker(host, 'exec', 'rewriter', 'tail', '-n', '1', '/data/hot 1').catch(() => 0));

  test('is sent no more than twice, counts for the freeze, and is whole on the target', async () => {
    const { upper, lower } = fixture;
    const options = ['--volume', 'rewriter-data:/data', '--entrypoint', '/bin/busybox'];
    await startContainer(upper, 'rewriter', 'gauge', options, ['sh', '-c', writer]);
    await until('it was written twice', async () => (await countOn(upper)) > 2);
    const report = await fixture.migrate('rewriter');
    const rounds = report.rounds.filter(({ kind }) => kind === 'files');
    expect(rounds.length).toBeGreaterThan(1);
    expect(rounds[0]?.bytes).toBeGreaterThan(15 * megabyte);
    for (const { bytes } of rounds.slice(1)) expect(bytes).toBeLessThan(megabyte);
    expect(report.bytesSent.volumes).toBeGreaterThan(30 * megabyte);
    expect(report.bytesSent.volumes).toBeLessThan(34 * megabyte);

    const moved = await countOn(lower);
    await until('it goes on', async () => (await countOn(lower)) > moved + 1);
    await docker(lower, 'stop', '--time', '10', 'rewriter');
    const folder = await docker(lower, 'volume', 'inspect', '--format', '{{.Mountpoint}}', 'rewriter-data');
    const counts = (await lower.shell(`cat '${folder}/hot 1'`)).trim().split('\n').map(Number);
    expect(counts).toEqual(counts.map((_, index) => index + 1));
    expect((await lower.run(['ls', `${folder}/broken`])).status).not.toBe(0);
  });
});
