/** How warm a host is, and whether it holds its processor down for warmth or want of power. */
import { type Lines, toNumber } from './lines.ts';

export interface Heat {
  /** The zone that is nearest to what its board takes for too warm, if any zone says what that is. */
  readonly hottest: Zone | undefined;
  /** How often the processor's cores were held down for heat since the boot. */
  readonly throttledTimes: number;
  readonly pi: PiPower | undefined;
}

export interface Zone {
  readonly name: string;
  readonly celsius: number;
  /** From here on it cools by slowing down. */
  readonly passiveCelsius: number | undefined;
  /** From here on it turns itself off. */
  readonly criticalCelsius: number | undefined;
}

/**
 * A Raspberry Pi's `get_throttled`, by the bits that its documentation gives them: 0 too little power, 1 and 2 clock held
 * down for either reason, 3 too warm, all of them now; 16: too little power since the boot.
 */
export interface PiPower {
  readonly isUnderVoltage: boolean;
  readonly wasUnderVoltage: boolean;
  readonly isTooWarm: boolean;
}

export function parseHeat(lines: Lines): Heat {
  const zones = lines.all('thermal').slice(0, 256).flatMap(parseZone);
  zones.sort((a, b) => marginOf(a) - marginOf(b));
  return {
    hottest: zones[0],
    throttledTimes: lines.number('throttled') ?? 0,
    pi: parsePi(lines.first('pi-throttled')),
  };
}

/** Degrees left to the point from which it gets worse. */
const marginOf = ({ celsius, passiveCelsius, criticalCelsius }: Zone): number =>
  (passiveCelsius ?? criticalCelsius ?? Number.POSITIVE_INFINITY) - celsius;

/** A sensor that is not there tells of absurd temperatures, and a trip point that is not in use of 0 or less. */
function parseZone(line: string): Zone[] {
  const [first, ...rest] = line.split(' ');
  const celsius = degrees(first);
  if (celsius === undefined || celsius < -60 || celsius > 150) return [];
  const trip = (kind: string): number | undefined => {
    const all = rest
      .filter((word) => word.startsWith(`${kind}=`))
      .map((word) => degrees(word.slice(kind.length + 1)))
      .filter((each) => each !== undefined && each > 30 && each < 150);
    return all.length === 0 ? undefined : Math.min(...all.filter((each) => each !== undefined));
  };
  const name = /\bname=(.*)$/.exec(line)?.[1] ?? 'zone';
  return [{ name, celsius, passiveCelsius: trip('passive'), criticalCelsius: trip('critical') }];
}

function degrees(text: string | undefined): number | undefined {
  const thousandths = toNumber(text);
  return thousandths === undefined ? undefined : thousandths / 1000;
}

function parsePi(text: string | undefined): PiPower | undefined {
  if (text === undefined || !/^(0x)?[0-9a-f]{1,8}$/i.test(text)) return undefined;
  const bits = Number.parseInt(text, 16);
  const has = (...places: readonly number[]): boolean => places.some((place) => (bits >>> place) & 1);
  return {
    isUnderVoltage: has(0),
    wasUnderVoltage: has(16),
    isTooWarm: has(3) || (has(1, 2) && !has(0)),
  };
}
