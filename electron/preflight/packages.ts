/** How a tool is installed on a host. The packages have the names of the tools, in every distribution. */
import type { PackageManager } from '../hosts/facts.ts';
import type { Words } from '../../shared/words.ts';
import type { Fix } from './check.ts';

const install: Readonly<Record<PackageManager, string>> = {
  'apt-get': 'apt-get install',
  dnf: 'dnf install',
  zypper: 'zypper install',
  apk: 'apk add',
};

/**
 * The same, asking nothing. Lists of packages that are missing or out of date are fetched once; where nothing can be reached,
 * that is given up after a minute.
 */
const installUnasked: Readonly<Record<PackageManager, (tool: string) => string>> = {
  'apt-get': (tool) => {
    const command = `DEBIAN_FRONTEND=noninteractive apt-get install --yes ${tool}`;
    return `${command} || { timeout 60 apt-get -o Acquire::Retries=0 update && ${command}; }`;
  },
  dnf: (tool) => `dnf install --assumeyes ${tool}`,
  zypper: (tool) => `zypper --non-interactive install ${tool}`,
  apk: (tool) => `apk add ${tool}`,
};

/** What makes a missing tool be there, on a host with this package manager; undefined: with none that is known. */
export function installation(
  host: string,
  tool: string,
  manager: PackageManager | undefined,
): { readonly remedy: Words; readonly fix: Fix | undefined } {
  return manager === undefined
    ? { remedy: { en: `Install ${tool} on ${host}.`, zh: `在 ${host} 上安装 ${tool}。` }, fix: undefined }
    : {
        remedy: `${install[manager]} ${tool}`,
        fix: { host, commands: [installUnasked[manager](tool)] },
      };
}
