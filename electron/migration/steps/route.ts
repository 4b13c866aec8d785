/** Chooses how the data travels, and opens that way, long before the container is frozen. */
import type { TakenRoute } from '../../../shared/model.ts';
import { formatBytes } from '../../../shared/units.ts';
import { asShiplockError } from '../../../shared/errors.ts';
import { en, zh } from '../../../shared/words.ts';
import { openDirect } from '../../transfer/direct.ts';
import { probeRate } from '../../transfer/rate.ts';
import { relay } from '../../transfer/relay.ts';
import { closeDirectRoute, directEnds } from '../direct-route.ts';
import type { Move } from '../move.ts';
import type { Step } from '../step.ts';

/** What the relay sends in this time needs no second route: opening and measuring one takes about as long. */
const relaySufficesSeconds = 3;
/** The relay must be faster by this much: otherwise the direct route spares the laptop and its link. */
const relayIsFaster = 1.25;

export const route: Step = {
  name: 'route',

  async run(move) {
    const asked = move.plan.shown.route;
    // What an interrupted attempt may have left.
    await closeDirectRoute(move);
    if (asked === 'direct') await takeDirect(move);
    if (asked === 'auto') await choose(move);
    settle(move, move.route.kind);
  },

  undo: closeDirectRoute,
};

async function choose(move: Move): Promise<void> {
  const { source, target, plan, log, rate, signal } = move;
  const relayed = await probeRate(relay, source.session, target.session, signal);
  rate.assume(relayed);
  const toSend = Object.values(plan.shown.bytes).reduce((sum, bytes) => sum + bytes, 0);
  if (toSend / relayed < relaySufficesSeconds) {
    log.remark({
      en: `The relay was taken (${rateText(relayed)}): with ${formatBytes(toSend)} to send, opening another route would not have paid.`,
      zh: `采用中继（${rateText(relayed)}）：只需传输 ${formatBytes(toSend)}，另开路径并不划算。`,
    });
    return;
  }
  try {
    await takeDirect(move);
    const direct = await probeRate(move.route, source.session, target.session, signal);
    const figures = {
      en: `direct ${rateText(direct)}, relay ${rateText(relayed)}`,
      zh: `直连 ${rateText(direct)}，中继 ${rateText(relayed)}`,
    };
    if (move.route.kind === 'relay') return;
    if (relayed > direct * relayIsFaster) {
      await closeDirectRoute(move);
      log.remark({
        en: en`The relay was taken, being faster: ${figures}.`,
        zh: zh`采用中继，因为它更快：${figures}。`,
      });
    } else {
      rate.assume(direct);
      log.remark({ en: en`The direct route was taken: ${figures}.`, zh: zh`采用直连：${figures}。` });
    }
  } catch (thrown) {
    const { code, text } = asShiplockError(thrown);
    if (code !== 'no-direct-route') throw thrown;
    await closeDirectRoute(move);
    log.remark({
      en: en`The relay was taken (${rateText(relayed)}). ${text}`,
      zh: zh`采用中继（${rateText(relayed)}）。${text}`,
    });
  }
}

/** Open, and seen to carry: what is wrong with it must not show only in the freeze. */
async function takeDirect(move: Move): Promise<void> {
  const { source, target, signal } = move;
  move.note('route', { isOpened: true });
  const direct = await openDirect(directEnds(move), signal);
  move.route.takeDirect(direct);
  await direct.prove(source.session, target.session, signal);
}

function settle(move: Move, kind: TakenRoute): void {
  move.log.route = kind;
  move.note('route', { kind });
}

const rateText = (bytesPerSecond: number): string => `${formatBytes(bytesPerSecond)}/s`;
