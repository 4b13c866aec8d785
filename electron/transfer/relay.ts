/** The relay route: two commands, one on each host, joined by the laptop through the sessions that are open anyway. */
import { pipeline } from 'node:stream/promises';
import type { RemoteProcess } from '../hosts/session.ts';
import type { JoinRequest, Route } from './route.ts';
import { watchForStall } from './stall.ts';
import { collectWords, outcomeOf, startBoth, transferFailure } from './two-commands.ts';

/** What is under way between the hosts is held in the laptop up to a few megabytes a transfer, however slow the target. */
export const relay: Route = { kind: 'relay', join };

async function join(request: JoinRequest): Promise<void> {
  const { source, target, bothWays, what, onBytes } = request;
  using stall = watchForStall(request);
  const [sender, receiver] = await startBoth(source, target, stall.signal);
  const words = [collectWords(sender), collectWords(receiver)] as const;
  sender.stdout.on('data', (chunk: Buffer) => {
    onBytes(chunk.length);
    stall.heard();
  });
  receiver.stdout.on('data', stall.heard);
  const backwards = bothWays ? pipeline(receiver.stdout, sender.stdin) : drain(receiver);
  const flows = Promise.allSettled([pipeline(sender.stdout, receiver.stdin), backwards]);
  const [sent, received] = await Promise.all([
    outcomeOf(sender.exit, receiver),
    outcomeOf(receiver.exit, sender),
  ]);
  await flows;
  if (sent.status === 0 && received.status === 0) return;
  throw transferFailure(
    what,
    { host: source.session.host.name, status: sent.status, words: words[0]() },
    { host: target.session.host.name, status: received.status, words: words[1]() },
  );
}

/** A sender without a receiver of its own words still wants its input closed. */
async function drain(receiver: RemoteProcess): Promise<void> {
  receiver.stdout.resume();
  await receiver.exit;
}
