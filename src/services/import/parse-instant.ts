import { instantOf, type TimeZone } from './time-zone.js';

const ISO =
  /^(\d{4})-?(\d{2})-?(\d{2})(?:[T ]+(\d{2}):?(\d{2})(?::?(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|UTC|[+-]\d{2}(?::?\d{2})?)?)?$/i;
const NUMBER = /^-?\d+(?:\.\d+)?$/;
/** Numbers from here on are milliseconds: as seconds this would be the year 5138, as milliseconds it is 1973. */
const SMALLEST_MILLISECONDS = 1e11;

/**
 * Reads an instant: ISO 8601 (`2025-03-01`, `2025-03-01 09:30`, `2025-03-01T09:30:00.5+02:00`; without an offset it is in `zone`),
 * or a number of seconds, or of milliseconds where it is 1e11 or more, since 1970-01-01T00:00:00Z. Eight digits that make a
 * date are one (`20250301`). Fractions are cut to milliseconds.
 * @param zone default UTC
 * @returns null where the text is none of these or names a day that does not exist
 */
export function parseInstant(text: string, zone?: TimeZone): Date | null {
  const trimmed = text.trim();
  const iso = ISO.exec(trimmed);
  const date = iso && fromParts(iso, zone);
  if (date || !NUMBER.test(trimmed)) return date;
  const number = Number(trimmed);
  const instant = new Date(Math.trunc(Math.abs(number) >= SMALLEST_MILLISECONDS ? number : number * 1000));
  return Number.isNaN(instant.getTime()) ? null : instant;
}

function fromParts(iso: RegExpExecArray, zone: TimeZone | undefined): Date | null {
  const [year, month, day, hour, minute, second] = iso.slice(1, 7).map((part) => (part ? Number(part) : 0));
  if (hour > 23 || minute > 59 || second > 59) return null;
  const milliseconds = iso[7] ? Math.trunc(Number(`0.${iso[7]}`) * 1000 + 1e-6) : 0;
  const utc = Date.UTC(year, month - 1, day, hour, minute, second, milliseconds);
  const date = new Date(utc);
  if (date.getUTCFullYear() !== year || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  return new Date(zone && iso[8] === undefined ? instantOf(utc, zone) : utc - offsetMinutes(iso[8]) * 60_000);
}

function offsetMinutes(offset: string | undefined): number {
  if (offset === undefined || !/^[+-]/.test(offset)) return 0;
  const digits = offset.slice(1).replace(':', '');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2) || 0);
  return offset.startsWith('-') ? -minutes : minutes;
}
