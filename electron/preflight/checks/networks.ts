/** The container's networks and fixed addresses on the target. */
import type { Found } from '../check.ts';
import { contains, networkCommand } from '../network-making.ts';
import { moveCheck, type Subject } from '../subject.ts';

export const networks = moveCheck(
  'networks',
  ['container', 'source', 'target', 'sourceNetworks', 'networks'],
  (facts) => networkFindings(facts, (network, driver) => missingNetwork(network, driver, facts)),
);

/** `whenMissing`: what is found when the target lacks a network that it could have. */
export function networkFindings(
  { container, target, networks: there }: Pick<Subject, 'container' | 'target' | 'networks'>,
  whenMissing: (network: string, driver: string) => Found,
): Found[] {
  return container.networks.flatMap(({ network, driver, fixedAddress }): Found[] => {
    const found = there.find(({ name }) => name === network);
    if (found === undefined) {
      const { networkDrivers } = target.engine;
      const canHave = driver === 'unknown' || networkDrivers.length === 0 || networkDrivers.includes(driver);
      return [canHave ? whenMissing(network, driver) : missingDriver(network, driver, target.name)];
    }
    if (driver !== 'unknown' && found.driver !== driver) {
      return [
        {
          id: 'network-differs',
          severity: 'warning',
          host: target.name,
          text: {
            en: `Network ${network} is of another kind on ${target.name}: others may reach the container in another way, or not at all.`,
            zh: `${target.name} 上的网络 ${network} 类型不同：其他系统访问容器的方式可能改变，或无法访问。`,
          },
          measured: found.driver,
          needed: driver,
          remedy: {
            en: `Make the network on ${target.name} again with the driver ${driver}.`,
            zh: `在 ${target.name} 上以驱动 ${driver} 重新创建该网络。`,
          },
        },
      ];
    }
    if (fixedAddress === undefined) return [];
    if (!found.subnets.some((subnet) => contains(subnet, fixedAddress))) {
      return [
        {
          id: 'address-outside',
          severity: 'error',
          host: target.name,
          text: {
            en: `The fixed address ${fixedAddress} does not belong to network ${network} on ${target.name}.`,
            zh: `固定地址 ${fixedAddress} 不在 ${target.name} 的网络 ${network} 的网段内。`,
          },
          measured: found.subnets.join(', '),
          needed: { en: `a subnet with ${fixedAddress}`, zh: `包含 ${fixedAddress} 的网段` },
          remedy: {
            en: `Make the network on ${target.name} again with the subnet it has on the source.`,
            zh: `在 ${target.name} 上按源主机的网段重新创建该网络。`,
          },
        },
      ];
    }
    const user = found.addresses.find(({ address }) => address === fixedAddress);
    return user === undefined
      ? []
      : [
          {
            id: 'address-taken',
            severity: 'error',
            host: target.name,
            text: {
              en: `The fixed address ${fixedAddress} is taken on ${target.name} by ${user.container}.`,
              zh: `固定地址 ${fixedAddress} 在 ${target.name} 上已被 ${user.container} 占用。`,
            },
            remedy: {
              en: `Give ${user.container} another address.`,
              zh: `给 ${user.container} 换一个地址。`,
            },
          },
        ];
  });
}

function missingNetwork(
  network: string,
  driver: string,
  {
    source,
    target,
    sourceNetworks,
    networks,
  }: Pick<Subject, 'source' | 'target' | 'sourceNetworks' | 'networks'>,
): Found {
  const original = sourceNetworks.find(({ name }) => name === network);
  const used = [...networks.flatMap(({ subnets }) => subnets), ...target.facts.kernelFacts.routes];
  const command = original && networkCommand(original, used);
  return {
    id: 'network-missing',
    severity: 'error',
    host: target.name,
    text: {
      en: `${target.name} has no network named ${network}.`,
      zh: `${target.name} 上没有名为 ${network} 的网络。`,
    },
    needed: { en: `network ${network} (${driver})`, zh: `网络 ${network}（${driver}）` },
    remedy: {
      en: `On ${target.name}: docker network create --driver ${driver} ${network}, with the options it has on ${source.name}`,
      zh: `在 ${target.name} 上执行 docker network create --driver ${driver} ${network}，选项与 ${source.name} 上的相同`,
    },
    fix: command === undefined ? undefined : { host: target.name, commands: [command] },
  };
}

const missingDriver = (network: string, driver: string, host: string): Found => ({
  id: 'network-driver-missing',
  severity: 'error',
  host,
  text: {
    en: `Docker on ${host} has no network driver ${driver}, which network ${network} is made with.`,
    zh: `${host} 上的 Docker 没有网络 ${network} 所用的驱动 ${driver}。`,
  },
  needed: driver,
  remedy: {
    en: `Install the driver on ${host}: docker plugin install`,
    zh: `在 ${host} 上安装该驱动：docker plugin install`,
  },
});
