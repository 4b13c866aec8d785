/** What a container was told in confidence, by its environment or its health check, stays on its hosts. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Event } from '../../shared/contract.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import { loadImage } from '../edge/images.ts';
import { countsOn, removeGauge, startGauge } from './gauges.ts';
import { docker, StationFixture } from './station-fixture.ts';

const secret = 'wet-feet-4711';

describeOnHosts('a secret of a container', () => {
  let fixture: StationFixture;
  beforeAll(async () => {
    fixture = await StationFixture.up(['docker26', 'docker28']);
    await loadImage(fixture.upper, 'gauge');
  });
  afterAll(() => fixture?.[Symbol.asyncDispose]());

  const startSecretGauge = (name: string) =>
    startGauge(fixture.upper, name, {
      options: `--env TOKEN=${secret} --label note=${secret} --health-cmd 'true ${secret}' --volume ${name}-more:/more`,
    });

  /** The text of every file under the station's home. */
  const kept = (): string =>
    readdirSync(fixture.home, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'latin1'))
      .join('\n');

  test('moves with it, and is neither in the journal nor in what is told', async () => {
    await startSecretGauge('told');
    const events: Event[] = [];
    const report = await fixture.migrate('told', { onEvent: (event) => events.push(event) });
    await countsOn({ host: fixture.lower, name: 'told' });
    expect(await docker(fixture.lower, 'exec', 'told', 'sh', '-c', 'echo $TOKEN')).toBe(secret);
    expect(kept()).toContain('told');
    expect(kept()).not.toContain(secret);
    expect(JSON.stringify([report, events])).not.toContain(secret);
    await removeGauge('told', fixture.upper, fixture.lower);
  });

  test('is not in the error and the journal of a move that fails', async () => {
    await startSecretGauge('failing');
    const report = await fixture.start('failing', {
      onEvent: (event) => {
        if (event.event === 'run.step' && event.step === 'freeze') {
          void fixture.lower.shell('rm -f /usr/local/lib/shiplock/runtime');
        }
      },
    });
    expect(report.outcome).toBe('rolled-back');
    expect(JSON.stringify(report)).not.toContain(secret);
    expect(kept()).not.toContain(secret);
    await countsOn({ host: fixture.upper, name: 'failing' });
    await removeGauge('failing', fixture.upper, fixture.lower);
  });
});
