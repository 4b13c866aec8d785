/** The two routes: what travels over which, when one gives way to the other, and that the direct one leaves no trace. */
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Event } from '../../shared/contract.ts';
import type { RunReport } from '../../shared/model.ts';
import { connect } from '../../electron/hosts/connect.ts';
import { relay } from '../../electron/transfer/relay.ts';
import { until } from '../edge/condition.ts';
import { describeOnHosts } from '../edge/describe-hosts.ts';
import { hostOf } from '../edge/known-host.ts';
import type { EdgeHost } from '../edge/host.ts';
import { loadImage } from '../edge/images.ts';
import { gatewayAddress } from '../edge/network.ts';
import { allInEnglish, inEnglish } from '../english.ts';
import { saying } from '../saying.ts';
import { CommandLine } from './command-line.ts';
import { countsOn, expectUntouched, removeGauge, startGauge } from './gauges.ts';
import { type MoveOptions, StationFixture } from './station-fixture.ts';

/** What a direct route could leave on a host: files, keys, processes, connections. */
const look = `
set +e
ls -A /run/shiplock 2>/dev/null
for user in root keeper; do
  folder=$(getent passwd $user | cut -d : -f 6)/.ssh
  find "$folder" -printf '%p %m %u %s\\n' | sort; cat "$folder/authorized_keys"
done
grep -ls SHIPLOCK_ROUTE /proc/[0-9]*/environ
ps -eo args --no-headers | grep -E '^sshd|^ssh |^dd ' | sort
grep -rls 'PRIVATE KEY' /etc /home /root /run /tmp /var/tmp /var/lib/shiplock 2>/dev/null | sort
exit 0`;

const keyScript = readFileSync(new URL('../../electron/transfer/direct-key.sh', import.meta.url), 'utf8');

let fixture: StationFixture;
let upper: EdgeHost;
let lower: EdgeHost;
let before: [string, string];

async function looks(): Promise<[string, string]> {
  return Promise.all([upper.shell(look), lower.shell(look)]);
}

/** `otherThan`: lines that are of no account. */
async function expectNothingLeft(otherThan = /^$/): Promise<void> {
  const withoutThose = (text = ''): string =>
    text
      .split('\n')
      .filter((line) => !otherThan.test(line))
      .join('\n');
  for (const [index, host] of [upper, lower].entries()) {
    let now = '';
    const isAsBefore = async (): Promise<boolean> => {
      now = withoutThose(await host.shell(look));
      return now === withoutThose(before[index]);
    };
    await until(`nothing of the route is left on ${host.name}`, isAsBefore, 10_000).catch(() => undefined);
    expect(now, `on ${host.name}`).toBe(withoutThose(before[index]));
  }
}

/** What the source has sent to the laptop since `beforeAll`. */
async function bytesToLaptop(): Promise<number> {
  const rules = await upper.shell('iptables -nvxL OUTPUT');
  const line = rules.split('\n').find((each) => each.includes(gatewayAddress));
  return Number(line?.trim().split(/\s+/)[1]);
}

/** An `onEvent` that acts once, when that step begins. */
function atBeginOf(step: string, act: () => unknown): (event: Event) => void {
  let acted = false;
  return (event) => {
    if (acted || event.event !== 'run.step' || event.step !== step || event.state !== 'began') return;
    acted = true;
    void act();
  };
}

/** A gauge whose move, image included, needs several seconds at 50 Mbit/s. */
async function startLargeGauge(name: string): Promise<void> {
  await startGauge(upper, name, { words: '--memory 48 --verify' });
}

async function expectMoved(name: string, report: RunReport): Promise<void> {
  expect(report).toMatchObject({ outcome: 'committed', runningOn: 'lower' });
  await countsOn({ host: lower, name });
}

describeOnHosts('a route', () => {
  beforeAll(async () => {
    fixture = await StationFixture.up(['docker26', 'docker28'], {
      users: [{ name: 'keeper', sudo: 'nopasswd' }],
    });
    ({ upper, lower } = fixture);
    await loadImage(upper, 'gauge');
    await upper.shell(`iptables -A OUTPUT -d ${gatewayAddress}`);
    // The station's own connections are there from now on.
    for (const { name } of [upper, lower]) await fixture.station.call('containers.list', { host: name });
    before = await looks();
  });
  afterEach(() => removeGauge('gauge', upper, lower));
  afterAll(() => fixture?.[Symbol.asyncDispose]());

  describe('that holds', () => {
    test('relay: moves a gauge and loses nothing', async () => {
      await startLargeGauge('gauge');
      const heard = await bytesToLaptop();
      const report = await fixture.migrate('gauge', { route: 'relay' });
      expect(report.route).toBe('relay');
      expect((await bytesToLaptop()) - heard).toBeGreaterThan(report.bytesSent.memory);
      await expectMoved('gauge', report);
      await expectNothingLeft();
    });

    test('direct: the same, past the laptop, with no key of it in any account or file meanwhile', async () => {
      await startLargeGauge('gauge');
      let seen: Promise<[string, string]> | undefined;
      const onEvent = atBeginOf('runtime', () => {
        seen = looks();
      });
      const heard = await bytesToLaptop();
      const report = await fixture.migrate('gauge', { route: 'direct', onEvent });
      expect(report.route).toBe('direct');
      expect(report.bytesSent.memory).toBeGreaterThan(24e6);
      expect((await bytesToLaptop()) - heard).toBeLessThan(report.bytesSent.memory / 4);
      await expectMoved('gauge', report);
      await expectNothingLeft();
      // Files that hold private keys, the accounts' folders, and the keys that they let in.
      const stored = (text = ''): string[] =>
        text.split('\n').filter((line) => /^\/(?!proc)|ssh-ed25519 AAAA/.test(line));
      for (const [index, text] of ((await seen) ?? []).entries()) {
        expect(stored(text)).toEqual(stored(before[index]));
      }
      expect(seen).toBeDefined();
    });

    test('auto: measures both on a slow link and says what it found', async () => {
      await Promise.all([upper.capRate(50), lower.capRate(50)]);
      try {
        await startLargeGauge('gauge');
        const report = await fixture.migrate('gauge', { route: 'auto' });
        expect(allInEnglish(report.remarks).join('\n')).toMatch(/direct [\d.]+ MB\/s, relay [\d.]+ MB\/s/);
        expect(report.route).toBe(
          allInEnglish(report.remarks).join('\n').includes('direct route was taken') ? 'direct' : 'relay',
        );
        const shown = await fixture.station.call('runs.show', { run: report.run });
        expect(shown).toEqual(report);
        await expectMoved('gauge', report);
        await expectNothingLeft();
      } finally {
        await Promise.all([upper.capRate(1000), lower.capRate(1000)]);
      }
    });

    test('relay: a target that does not read stops the source, and the laptop stores little', async () => {
      using source = await connect(hostOf(upper));
      using target = await connect(hostOf(lower));
      const bytes = 200_000_000;
      let sent = 0;
      const flow = relay.join({
        source: { session: source, command: ['head', '-c', String(bytes), '/dev/zero'] },
        target: {
          session: target,
          command: ['sh', '-c', `until [ -e /tmp/go ]; do sleep 0.05; done; test "$(wc -c)" = ${bytes}`],
        },
        bothWays: false,
        what: 'zeros',
        onBytes: (chunk) => {
          sent += chunk;
        },
      });
      let last = -1;
      let unchanged = 0;
      await until('the source has stopped', () => {
        unchanged = sent > 0 && sent === last ? unchanged + 1 : 0;
        last = sent;
        return unchanged > 20;
      });
      expect(sent).toBeLessThan(16e6);
      await lower.shell('touch /tmp/go');
      await flow;
      await lower.shell('rm /tmp/go');
      expect(sent).toBe(bytes);
    });
  });

  describe('that breaks between the hosts only', () => {
    test.each(['rounds', 'deliver'])('in %s: the relay goes on', async (step) => {
      await startLargeGauge('gauge');
      const onEvent = atBeginOf(step, () => upper.cutFrom(lower));
      const report = await fixture
        .migrate('gauge', { route: 'direct', onEvent })
        .finally(() => upper.rejoinTo(lower));
      expect(report.route).toBe('direct-then-relay');
      expect(allInEnglish(report.remarks).join('\n')).toContain(
        'The direct route broke, and the relay went on.',
      );
      await expectMoved('gauge', report);
      await expectNothingLeft();
    });
  });

  describe('that is direct and cannot be', () => {
    const obstacles: readonly Obstacle[] = [
      {
        what: 'the source’s sshd forbids agent forwarding',
        says: 'sshd on upper does not allow agent forwarding',
        raise: () => upper.configureSshd('AllowAgentForwarding no'),
        clear: () => upper.configureSshd(null),
      },
      {
        what: 'the source has no ssh client',
        says: 'upper has no ssh client',
        raise: () => upper.shell('mv /usr/bin/ssh /usr/bin/ssh.away'),
        clear: () => upper.shell('mv /usr/bin/ssh.away /usr/bin/ssh'),
      },
      {
        what: 'the source does not reach the target',
        says: 'upper cannot reach it',
        raise: () => upper.cutFrom(lower),
        clear: () => upper.rejoinTo(lower),
      },
      {
        what: 'the target’s sshd reads other files of keys',
        says: 'sshd on lower did not take the key',
        raise: async () => {
          await lower.shell('mkdir /etc/ssh/keys; cp /root/.ssh/authorized_keys /etc/ssh/keys/root');
          await lower.configureSshd('AuthorizedKeysFile /etc/ssh/keys/%u');
        },
        clear: async () => {
          await lower.configureSshd(null);
          await lower.shell('rm -r /etc/ssh/keys');
        },
      },
      {
        what: 'another host answers at the target’s address',
        says: 'is not lower',
        raise: () =>
          upper.shell(`iptables -t nat -I OUTPUT -d ${lower.address} -j DNAT --to ${upper.address}`),
        clear: () =>
          upper.shell(`iptables -t nat -D OUTPUT -d ${lower.address} -j DNAT --to ${upper.address}`),
      },
    ];

    test.each(obstacles)(
      'because $what: says so, and nothing has happened',
      async ({ says, raise, clear }) => {
        const gauge = await startGauge(upper, 'gauge');
        await raise();
        try {
          const report = await fixture.start('gauge', { route: 'direct' });
          expect(report).toMatchObject({
            outcome: 'rolled-back',
            runningOn: 'upper',
            freezeMs: null,
            error: { code: 'no-direct-route', message: saying(expect.stringContaining(says)) },
          });
          expect(inEnglish(report.error?.remedy)).toContain('--route relay');
        } finally {
          await clear();
        }
        await expectUntouched(gauge);
        await expectNothingLeft();
      },
    );

    test('is replaced by the relay if the choice is free, and the report says why', async () => {
      await startLargeGauge('gauge');
      await Promise.all([upper.capRate(50), lower.capRate(50)]);
      await upper.shell('mv /usr/bin/ssh /usr/bin/ssh.away');
      try {
        const report = await fixture.migrate('gauge', { route: 'auto' });
        expect(report.route).toBe('relay');
        expect(allInEnglish(report.remarks).join('\n')).toContain('upper has no ssh client');
        await expectMoved('gauge', report);
        await expectNothingLeft();
      } finally {
        await upper.shell('mv /usr/bin/ssh.away /usr/bin/ssh');
        await Promise.all([upper.capRate(1000), lower.capRate(1000)]);
      }
    });
  });

  describe('of a move that ends early', () => {
    test('by being cancelled while it sends leaves nothing', async () => {
      const gauge = await startGauge(upper, 'gauge', { words: '--memory 48' });
      const stop = new AbortController();
      const options: MoveOptions = { route: 'direct', signal: stop.signal };
      const report = await fixture.start('gauge', {
        ...options,
        onEvent: (event) => {
          if (event.event === 'run.progress' && event.step === 'deliver') stop.abort();
        },
      });
      expect(report).toMatchObject({ outcome: 'rolled-back', error: { code: 'cancelled' } });
      await expectUntouched(gauge);
      await expectNothingLeft();
    });

    test.each(['route', 'rounds'])(
      'by being killed in %s is finished by resume, over the relay',
      async (step) => {
        await startLargeGauge('gauge');
        const shiplock = new CommandLine({ home: fixture.home });
        const words = [
          '--json',
          'migrate',
          'gauge',
          '--from',
          'upper',
          '--to',
          'lower',
          '--route',
          'direct',
          '--accept',
          'all',
        ];
        const command = shiplock.start(...words);
        const { run } = await command.untilStep(step);
        command.signal('SIGKILL');
        await command.finished;
        const resumed = await shiplock.json('resume', run);
        expect(resumed).toMatchObject({ status: 0 });
        const report = resumed.document as RunReport;
        if (step === 'rounds') expect(report.route).toBe('direct-then-relay');
        await expectMoved('gauge', report);
        await expectNothingLeft();
      },
    );
  });

  test('is let into an account, and out of it, without a trace in its file of keys', async () => {
    const home = '/home/writer';
    await lower.shell('useradd --create-home writer');
    const run = (...words: string[]) => lower.run(['sh', '-c', keyScript, 'direct-key', ...words]);
    const state = () =>
      lower.shell(`find ${home} -name '.ssh*' -o -path '*/.ssh/*' | sort | xargs -r stat -c '%n %U %a %s'`);
    const situations = [
      '',
      'mkdir -m 700 .ssh',
      'mkdir -m 700 .ssh; printf "ssh-rsa AAAA one" >.ssh/authorized_keys; chmod 640 .ssh/authorized_keys',
      'mkdir -m 700 .ssh keys; echo "ssh-rsa AAAA two" >keys/mine; ln -s ../keys/mine .ssh/authorized_keys',
    ];
    for (const situation of situations) {
      await lower.shell(`cd ${home}; rm -rf .ssh keys; ${situation || ':'}; chown -R writer: .`);
      const empty = await state();
      const keys = `cat ${home}/.ssh/authorized_keys 2>/dev/null || true`;
      const letIn = (await lower.shell(keys)).trim();
      for (const key of ['one', 'two']) {
        expect(await run('add', 'writer', key, 'ssh-ed25519 BBBB', '/run/x')).toMatchObject({ status: 0 });
      }
      const lines = (await lower.shell(keys))
        .trim()
        .split('\n')
        .filter((line) => line !== letIn);
      expect(lines).toHaveLength(2);
      for (const line of lines) {
        expect(line).toMatch(
          /^restrict,expiry-time="\d{14}",command="exec env SHIPLOCK_ROUTE_END=\w+ sh \/run\/x\/join" ssh-ed25519 BBBB /,
        );
      }
      for (const key of ['two', 'one', 'one'])
        expect(await run('remove', 'writer', key)).toMatchObject({ status: 0 });
      expect((await lower.shell(keys)).trim()).toBe(letIn);
      // The last line may have been given its end.
      const withoutSize = (text: string): string => text.replaceAll(/ \d+$/gm, '');
      expect(withoutSize(await state())).toBe(withoutSize(empty));
    }
    await lower.shell('userdel --remove writer 2>/dev/null');
  });

  test('is direct for users who must use sudo, too', async () => {
    for (const host of [upper, lower]) {
      await fixture.station.call('hosts.add', {
        ...hostOf(host),
        name: `${host.name}-keeper`,
        user: 'keeper',
        sudo: true,
      });
    }
    await startLargeGauge('gauge');
    const from = 'upper-keeper';
    const to = 'lower-keeper';
    const report = await fixture.migrate('gauge', { route: 'direct', from, to });
    expect(report.route).toBe('direct');
    await countsOn({ host: lower, name: 'gauge' });
    // The station is still logged in.
    await expectNothingLeft(/^sshd/);
    for (const name of [from, to]) await fixture.station.call('hosts.remove', { name });
  });
});

interface Obstacle {
  readonly what: string;
  readonly says: string;
  readonly raise: () => Promise<unknown>;
  readonly clear: () => Promise<unknown>;
}
