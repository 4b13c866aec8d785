/**
 * A run that an older version began, and that broke off, is recovered by this one: hosts are brought to where it broke off,
 * and the journal of then takes the place of today's. What is on the hosts is today's.
 */
import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import { loadImage } from '../edge/images.ts';
import { breakOff } from '../golden/break-off.ts';
import { goldenJournals } from '../golden/golden.ts';
import { partOfToday } from '../golden/part.ts';
import { stateNamed } from '../golden/states.ts';
import { writeTables } from '../golden/tables.ts';
import { fill } from '../golden/values.ts';
import { CommandLine } from './command-line.ts';
import { expectMoved, expectTakenBack, type MovedGauge, startMovedGauge } from './moved-gauge.ts';
import { StationFixture } from './station-fixture.ts';

const parked = 'gauge-parked-r1';

/** It goes on at the target from a round; the source keeps what it had, and does not run it. */
async function expectRescued(moved: MovedGauge): Promise<void> {
  const { upper } = moved;
  const state = "docker inspect --format '{{.State.Status}} {{.HostConfig.RestartPolicy.Name}}'";
  expect(await upper.shell(`${state} ${parked}`)).toBe('exited no\n');
  await upper.shell(`docker rm ${parked}; docker volume rm gauge-data`);
  await expectMoved(moved);
}

const expectations = { committed: expectMoved, 'rolled-back': expectTakenBack, rescued: expectRescued };

describeOnHosts('a golden journal is recovered', () => {
  const some = partOfToday(goldenJournals());
  test.each(some)('of $version, broken off at $state', { timeout: 240_000 }, async (golden) => {
    // Hosts that no move has touched, as when the golden journal was made.
    await using fixture = await StationFixture.up(['docker26', 'docker26']);
    const { upper, lower, home: folder } = fixture;
    await loadImage(upper, 'gauge');
    const state = stateNamed(golden.state);
    const moved = await startMovedGauge({ upper, lower }, 'gauge');
    const { values } = await breakOff(state, { upper, lower, folder });
    const home = mkdtempSync(path.join(folder, 'golden-'));
    writeTables(path.join(home, 'journal.db'), fill(golden.tables, values), 'anew');
    await state.mend?.({ upper, lower });

    const shiplock = new CommandLine({ home });
    const { status, stderr } = await shiplock.run('resume', 'r1');
    expect({ status, stderr }).toMatchObject({ status: 0 });
    const { document } = await shiplock.json('show', 'r1');
    expect(document).toMatchObject({ outcome: state.ends === 'rescued' ? 'committed' : state.ends });
    await expectations[state.ends](moved);
  });
});
