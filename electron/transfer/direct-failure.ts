/** Why there is no direct route, in words that say what would help. */
import { asShiplockError, ShiplockError } from '../../shared/errors.ts';
import type { Host } from '../../shared/model.ts';

interface Reason {
  readonly meaning: string;
  readonly remedy: string;
}

/** 'no-direct-route', from what went wrong while it was opened. */
export function noDirectRoute(source: string, target: Host, thrown: unknown): ShiplockError {
  const cause = asShiplockError(thrown);
  const words = [cause.message, cause.details ?? ''].join('\n').trim();
  const { meaning, remedy } = reasonIn(words, source, target);
  return new ShiplockError('no-direct-route', `There is no direct route to ${target.name}: ${meaning}`, {
    remedy: `${remedy} Or move with --route auto or --route relay.`,
    details: words,
    cause,
  });
}

function reasonIn(words: string, source: string, { name, address, port }: Host): Reason {
  if (/agent forwarding/i.test(words)) {
    return {
      meaning: `sshd on ${source} does not allow agent forwarding.`,
      remedy: `On ${source}, set AllowAgentForwarding yes in sshd_config, for this user at least.`,
    };
  }
  if (/There is no ssh\./.test(words)) {
    return { meaning: `${source} has no ssh client.`, remedy: `Install openssh-client on ${source}.` };
  }
  if (/Host key verification failed|HOST IDENTIFICATION HAS CHANGED/i.test(words)) {
    return {
      meaning: `what ${source} meets at ${address} port ${port} is not ${name}.`,
      remedy: `Give ${name} an address that means the same host from everywhere.`,
    };
  }
  if (/Permission denied|Too many authentication failures/i.test(words)) {
    return {
      meaning: `sshd on ${name} did not take the key made for this run.`,
      remedy: `On ${name}, check AuthorizedKeysFile (it must have .ssh/authorized_keys) and AuthenticationMethods.`,
    };
  }
  if (/timed out|refused|No route|unreachable|resolve hostname|longer than|got no connection/i.test(words)) {
    return {
      meaning: `${source} cannot reach it at ${address} port ${port}.`,
      remedy: `Check the network and the firewalls between ${source} and ${name}.`,
    };
  }
  return { meaning: 'the connection could not be opened.', remedy: 'See the details.' };
}
