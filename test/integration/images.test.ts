/** Images: only the layers that the target lacks, the chain as it was, and no name of the target's touched. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import type { Flavour } from '../edge/flavours.ts';
import type { EdgeHost } from '../edge/host.ts';
import { loadImage } from '../edge/images.ts';
import { countsOn, removeGauge } from './gauges.ts';
import { buildImage } from './images-of-engine.ts';
import { docker, inspect, StationFixture } from './station-fixture.ts';
import { todaysPart } from '../todays-part.ts';

const ways: readonly (readonly [Flavour, Flavour])[] = [
  ['docker26', 'docker26'],
  ['docker28-containerd', 'docker28-containerd'],
];

const noiseBytes = 8 << 20;

describeOnHosts('an image', () => {
  describe.each(todaysPart(ways, 2))('from %s to %s', (from, to) => {
    let fixture: StationFixture;
    beforeAll(async () => {
      fixture = await StationFixture.up([from, to]);
      await loadImage(fixture.upper, 'gauge');
      await loadImage(fixture.lower, 'gauge');
      await buildImage(
        fixture.upper,
        'site:1',
        `RUN dd if=/dev/urandom of=/opt/noise bs=1M count=${noiseBytes >> 20}`,
      );
    });
    afterAll(() => fixture[Symbol.asyncDispose]());
    beforeEach(async () => {
      await removeGauge('site', fixture.upper, fixture.lower);
    });

    const run = (image: string) =>
      docker(
        fixture.upper,
        'run',
        '--detach',
        '--name',
        'site',
        '--volume',
        'site-data:/data',
        image,
        '--memory',
        '2',
      );

    test('that the target has costs nothing', async () => {
      await run('shiplock/gauge:latest');
      const { bytesSent } = await fixture.migrate('site');
      expect(bytesSent.image).toBe(0);
      await countsOn({ host: fixture.lower, name: 'site' });
    });

    test('of which the target has the base costs the layers above it', async () => {
      const { upper, lower } = fixture;
      await run('site:1');
      const before = await imageOf(upper, 'site:1');
      const { bytesSent } = await fixture.migrate('site');
      expect(bytesSent.image).toBeGreaterThan(noiseBytes);
      expect(bytesSent.image).toBeLessThan(noiseBytes + 300_000);
      expect(await imageOf(lower, 'site:1')).toEqual(before);
      expect((await inspect(lower, 'site'))['Image']).toBe(before.id);
      await countsOn({ host: lower, name: 'site' });
    });

    test.each([
      ['other layers', 'RUN echo another >/opt/other'],
      ['the same layers and another configuration', 'ENV SITE=another'],
    ])('whose name means one with %s on the target leaves that name alone', async (_what, step) => {
      const { upper, lower } = fixture;
      await buildImage(upper, 'site:2', 'ENV SITE=mine');
      await buildImage(lower, 'site:2', step);
      const [mine, theirs] = [await imageOf(upper, 'site:2'), await imageOf(lower, 'site:2')];
      await run('site:2');
      const plan = await fixture.plan('site');
      expect(plan.findings.map(({ id }) => id)).toContain('image-name-taken');
      await fixture.migrate('site');
      expect(await imageOf(lower, 'site:2')).toEqual(theirs);
      const moved = await inspect(lower, 'site');
      expect(moved['Image']).toBe(mine.id);
      expect(moved['Config']['Env']).toContain('SITE=mine');
      await countsOn({ host: lower, name: 'site' });
    });
  });
});

async function imageOf(host: EdgeHost, name: string): Promise<{ id: string; layers: string[] }> {
  const [image] = JSON.parse(await docker(host, 'image', 'inspect', name)) as [
    { Id: string; RootFS: { Layers: string[] } },
  ];
  return { id: image.Id, layers: image.RootFS.Layers };
}
