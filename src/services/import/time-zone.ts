import { DomainError } from '../../errors.js';

/** Minutes that local time is ahead of UTC at an instant (milliseconds since 1970). */
export type TimeZone = (instant: number) => number;

const OFFSET = /^([+-])(\d{2}):?(\d{2})$/;
/** Every change of clocks on record falls on a quarter of an hour of UTC. */
const QUARTER = 900_000;
const DAY = 86_400_000;
const MOST_KEPT = 100_000;

/**
 * A time zone by its IANA name (`Europe/Berlin`) or as a fixed offset (`+05:30`).
 * @throws DomainError BAD_USER_INPUT for an unknown name
 */
export function timeZone(name: string): TimeZone {
  const fixed = OFFSET.exec(name);
  if (fixed) {
    const minutes = (Number(fixed[2]) * 60 + Number(fixed[3])) * (fixed[1] === '-' ? -1 : 1);
    return () => minutes;
  }
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      era: 'short',
    });
  } catch (cause) {
    throw new DomainError(
      'BAD_USER_INPUT',
      `"${name}" is no time zone: give a name such as Europe/Berlin, or an offset such as +05:30.`,
      {},
      { cause },
    );
  }
  const known = new Map<number, number>();
  return (instant) => {
    const quarter = Math.floor(instant / QUARTER);
    let minutes = known.get(quarter);
    if (minutes === undefined) {
      minutes = offsetAt(format, quarter * QUARTER);
      if (known.size >= MOST_KEPT) known.clear();
      known.set(quarter, minutes);
    }
    return minutes;
  };
}

function offsetAt(format: Intl.DateTimeFormat, instant: number): number {
  const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]));
  const year = parts['era'] === 'BC' ? 1 - Number(parts['year']) : Number(parts['year']);
  const local = Date.UTC(
    year,
    Number(parts['month']) - 1,
    Number(parts['day']),
    Number(parts['hour']),
    Number(parts['minute']),
    Number(parts['second']),
  );
  return Math.round((local - instant) / 60_000);
}

/**
 * The instant at which clocks of a zone show a local time. Where clocks are put back and show it twice, the first time; where
 * they are put forward and skip it, as much later as they skip (what ISO 8601 libraries call "compatible").
 * @param local the local time, as if it were UTC, in milliseconds since 1970
 */
export function instantOf(local: number, zone: TimeZone): number {
  const before = zone(local - DAY) * 60_000;
  const after = zone(local + DAY) * 60_000;
  if (before === after && zone(local - before) * 60_000 === before) return local - before;
  const fits = [...new Set([before, after, zone(local - before) * 60_000])]
    .filter((offset) => zone(local - offset) * 60_000 === offset)
    .map((offset) => local - offset);
  return fits.length > 0 ? Math.min(...fits) : local - before;
}
