/** Stored images as text for people. */
import type { EventPayload, Output } from '../../shared/contract.ts';
import type { ErrorData } from '../../shared/errors.ts';
import type { AheadRound, CarriedImage } from '../../shared/image-methods.ts';
import { formatBytes } from '../../shared/units.ts';
import { inLanguage, type Language, sentences } from '../../shared/words.ts';

export const imagesRows = (images: Output<'images.list'>): string[][] =>
  images.map(({ name, layers, isWhole, isKept, containers }) => [
    name,
    String(layers.length),
    formatBytes(layers.reduce((sum, { bytes }) => sum + bytes, 0)),
    isWhole ? (isKept ? 'stored ahead' : 'of restore points') : 'damaged',
    containers.map(({ host, container }) => `${container} on ${host}`).join(', ') || '-',
  ]);

export const wishesRows = (wishes: Output<'images.wishes'>): string[][] =>
  wishes.map(({ host, standby }) => [host, standby ?? '-']);

export function storedText({ host, images }: Output<'images.store'>, language: Language): string {
  if (images.length === 0) return `${host} has no containers.\n`;
  return images.map((image) => carriedText(image, 'stored', `from ${host}`, language)).join('');
}

export function sentText({ standby, images, takenAway }: Output<'images.send'>, language: Language): string {
  return [
    ...images.map((image) => carriedText(image, `on ${standby}`, 'from this laptop', language)),
    ...takenAway.map((name) => `- ${name}: needed no more on ${standby}\n`),
  ].join('');
}

export const wishText = ({ host, standby }: Output<'images.wish'>): string =>
  `Images of ${host} are stored ahead${standby === undefined ? '' : `, and sent to ${standby}`}, while this runs, or this is called:\n  shiplock backup watch\n  shiplock images ahead --once\n`;

export const wishEndedText = ({ host }: Output<'images.endWish'>): string =>
  `Images of ${host} are stored ahead no more. What is stored stays; to let go of it: shiplock images forget ${host}\n`;

export function roundsText(rounds: Output<'images.round'>, language: Language): string {
  if (rounds.length === 0)
    return 'Of no host are images stored ahead. To begin: shiplock images ahead HOST\n';
  return rounds.map((round) => roundText(round, language)).join('');
}

/** Without what was there already. */
export function roundNewsText(round: AheadRound, language: Language): string {
  const { stored, sent } = round;
  const news = (images: readonly CarriedImage[]) => images.filter(({ is }) => is !== 'there');
  const storedNow = news(stored?.images ?? []);
  const told: AheadRound = {
    ...round,
    stored: stored === undefined || storedNow.length === 0 ? undefined : { ...stored, images: storedNow },
    sent: sent === undefined ? undefined : { ...sent, images: news(sent.images) },
  };
  return roundText(told, language).trimEnd();
}

export const forgottenText = ({ letGo }: Output<'images.forget'>): string =>
  letGo.length === 0
    ? 'Nothing had to be let go.\n'
    : `Let go: ${letGo.join(', ')}. Their room is freed by: shiplock prune\n`;

export const imageProgressText = ({ host, image, bytes }: EventPayload<'images.progress'>): string =>
  `${image}, ${host}: ${formatBytes(bytes)} so far`;

function roundText({ host, stored, sent, letGo, error }: AheadRound, language: Language): string {
  return [
    stored === undefined ? '' : storedText(stored, language),
    sent === undefined ? '' : sentText(sent, language),
    ...letGo.map(
      (name) => `- ${name}: no container has had it for a week; its room is freed by: shiplock prune\n`,
    ),
    error === undefined ? '' : `✗ ${host}: ${failureText(error, language)}\n`,
  ].join('');
}

function carriedText(
  { name, is, bytes, containers, error }: CarriedImage,
  where: string,
  from: string,
  language: Language,
): string {
  const whose = containers.join(', ');
  switch (is) {
    case 'carried':
      return `✓ ${name} (${whose}): ${where} now; ${formatBytes(bytes)} came ${from}\n`;
    case 'there':
      return `✓ ${name} (${whose}): ${where} already\n`;
    case 'failed':
      return `✗ ${name} (${whose}): ${error === undefined ? '' : failureText(error, language)}\n`;
  }
}

const failureText = ({ message, remedy }: ErrorData, language: Language): string =>
  inLanguage(sentences(message, remedy), language);
