/** What Docker's host does to a container by itself, as POSIX sh programs: see `Engine`. */
import { readFileSync } from 'node:fs';
import { quoteCommand } from '../../hosts/quote.ts';
import type { RestartPolicy } from '../container.ts';

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');
const readOnly = read('./read-only.sh');
const goOn = `moby_ctr() (\n${read('./ctr.sh')})\n${read('./go-on.sh')}`;

export const pauseProgram = (id: string): string => `${quoteCommand(['docker', 'pause', id])} >/dev/null\n`;

/** Docker writes it to a new file and puts that in place, but does not see to it that the disk has the new place. */
export const restartPolicyProgram = (id: string, policy: RestartPolicy): string =>
  `${quoteCommand(['docker', 'update', '--restart', policyText(policy), id])} >/dev/null &&
  sync -- "$(docker info --format '{{.DockerRootDir}}')"/containers/${quoteCommand([id])}\n`;

export const hasRestartPolicyProgram = (id: string, { name, maximumRetries }: RestartPolicy): string =>
  `[ "$(${quoteCommand(['docker', 'inspect', '--format', policyFormat, id])})" = ${quoteCommand([`${name}:${maximumRetries}`])} ]\n`;

export const cannotWriteProgram = (id: string): string =>
  `(\n${quoteCommand(['set', '--', id])}\n${readOnly})\n`;

export function goOnProgram(runtimeRoot: string, id: string, policy: RestartPolicy | undefined): string {
  const text = policy === undefined ? '' : policyText(policy);
  return `${quoteCommand(['set', '--', runtimeRoot, id, text])}\n${goOn}`;
}

const policyFormat = '{{.HostConfig.RestartPolicy.Name}}:{{.HostConfig.RestartPolicy.MaximumRetryCount}}';

const policyText = ({ name, maximumRetries }: RestartPolicy): string =>
  maximumRetries > 0 ? `${name}:${maximumRetries}` : name;
