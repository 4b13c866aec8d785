/** A network that the target lacks is made there as it is on the source, where that harms nothing. */
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import type { NetworkFacts, NetworkMaking } from '../../../electron/engines/engine.ts';
import { networks } from '../../../electron/preflight/checks/networks.ts';
import { networkCommand, overlap } from '../../../electron/preflight/network-making.ts';
import { good, idsOf } from './facts.ts';

const making: NetworkMaking = {
  ranges: [
    { subnet: '10.99.1.0/24', gateway: '10.99.1.1', ipRange: '10.99.1.128/25', kept: { pump: '10.99.1.9' } },
  ],
  options: { 'com.docker.network.driver.mtu': '1400' },
  labels: { site: 'upper dam; rm -rf /', 'o’clock': "it's" },
  internal: true,
  attachable: true,
  ipv6: false,
  isPlain: true,
};
const river: NetworkFacts = {
  name: 'river',
  driver: 'bridge',
  subnets: ['10.99.1.0/24'],
  addresses: [],
  making,
};

test('every setting is a word of the command, whatever is in it', () => {
  const command = networkCommand(river, ['172.17.0.0/16']) ?? '';
  const words = execFileSync('sh', ['-c', `docker() { printf '%s\\n' "$@"; }; ${command}`], {
    encoding: 'utf8',
  });
  expect(words.split('\n').slice(0, -1)).toEqual([
    ...['network', 'create', '--driver', 'bridge', '--subnet', '10.99.1.0/24', '--gateway', '10.99.1.1'],
    ...['--ip-range', '10.99.1.128/25', '--aux-address', 'pump=10.99.1.9'],
    ...['--opt', 'com.docker.network.driver.mtu=1400', '--label', 'site=upper dam; rm -rf /'],
    ...['--label', "o’clock=it's", '--internal', '--attachable', '--', 'river'],
  ]);
});

test.each<[string, Partial<NetworkFacts>, string[]]>([
  ['whose addresses the target uses', {}, ['10.99.0.0/16']],
  ['that reaches into one of the target’s', {}, ['10.99.1.64/26']],
  ['of a cluster', { making: { ...making, isPlain: false } }, []],
  ['on an interface of its host', { driver: 'macvlan' }, []],
  ['of which nothing is known', { making: undefined }, []],
])('a network %s is left to the user', (_what, change, used) => {
  expect(networkCommand({ ...river, ...change }, used)).toBeUndefined();
});

test('what is no network overlaps with nothing', () => {
  expect(overlap('10.0.0.0/8', 'nonsense')).toBe(false);
  expect(overlap('10.0.0.0/99', '10.0.0.0/8')).toBe(true);
  expect(overlap('fd00::/8', '10.0.0.0/8')).toBe(false);
  expect(overlap('fd00::/8', 'fd00:1::/64')).toBe(true);
});

test('the finding brings the command along, unless a route of the target stands in its way', async () => {
  const moored = {
    ...good,
    container: { ...good.container, networks: [{ network: 'river', driver: 'bridge' }] },
    sourceNetworks: [river],
  };
  const fixOf = (routes: readonly string[]) => {
    const kernelFacts = { ...good.target.facts.kernelFacts, routes };
    const target = { ...good.target, facts: { ...good.target.facts, kernelFacts } };
    return networks.find({ ...moored, target })[0]?.fix;
  };
  expect(await idsOf(networks, moored)).toEqual(['error network-missing']);
  expect(fixOf(['10.0.0.0/24'])).toMatchObject({
    host: 'dam',
    commands: [expect.stringContaining('-- river')],
  });
  expect(fixOf(['10.99.0.0/16'])).toBeUndefined();
});
