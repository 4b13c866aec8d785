/** What Docker tells of a container for an incident log, as POSIX sh programs. */
import { quoteCommand } from '../../hosts/quote.ts';

const lines = '5000';

/** Prints the last that the container has printed, with its times, whatever log driver keeps it. */
export const logProgram = (container: string): string =>
  quoteCommand(['docker', 'logs', '--timestamps', '--tail', lines, '--', container]);

/** Prints the configuration that the container was given, as JSON: its environment, its labels, its health check. */
export const configurationProgram = (container: string): string =>
  quoteCommand(['docker', 'inspect', '--type', 'container', '--format', '{{json .Config}}', '--', container]);
