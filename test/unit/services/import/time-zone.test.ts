import { describe, expect, it } from '@jest/globals';
import { parseInstant } from '../../../../src/services/import/parse-instant.js';
import { timeZone } from '../../../../src/services/import/time-zone.js';

const read = (text: string, zone: string): string | undefined => parseInstant(text, timeZone(zone))?.toISOString();

describe('times without an offset', () => {
  it.each([
    ['2025-01-15 12:00', 'Europe/Berlin', '2025-01-15T11:00:00.000Z'],
    ['2025-07-15 12:00', 'Europe/Berlin', '2025-07-15T10:00:00.000Z'],
    ['2025-07-15', 'America/New_York', '2025-07-15T04:00:00.000Z'],
    ['2025-07-15T12:00:00.25', 'Asia/Kolkata', '2025-07-15T06:30:00.250Z'],
    ['2025-07-15 12:00', '+05:30', '2025-07-15T06:30:00.000Z'],
    ['2025-07-15 12:00', '-0330', '2025-07-15T15:30:00.000Z'],
    ['2025-07-15 00:30', 'Pacific/Kiritimati', '2025-07-14T10:30:00.000Z'],
  ])('reads %s in %s as %s', (text, zone, instant) => {
    expect(read(text, zone)).toBe(instant);
  });

  it('takes the first of two moments that the clock shows twice, and passes over the hour that it skips', () => {
    // Berlin, 2025: 02:30 came twice on 26 October (00:30 and 01:30 UTC) and not at all on 30 March.
    expect(read('2025-10-26 02:30', 'Europe/Berlin')).toBe('2025-10-26T00:30:00.000Z');
    expect(read('2025-10-26 03:00', 'Europe/Berlin')).toBe('2025-10-26T02:00:00.000Z');
    expect(read('2025-03-30 02:30', 'Europe/Berlin')).toBe('2025-03-30T01:30:00.000Z');
    expect(read('2025-03-30 01:59:59', 'Europe/Berlin')).toBe('2025-03-30T00:59:59.000Z');
    expect(read('2025-11-02 01:30', 'America/New_York')).toBe('2025-11-02T05:30:00.000Z');
  });

  it('leaves times with an offset and numbers as they are', () => {
    for (const text of ['2025-07-15T12:00:00Z', '2025-07-15T14:00:00+02:00', '1752580800'])
      expect(read(text, 'Asia/Tokyo')).toBe('2025-07-15T12:00:00.000Z');
  });

  it('refuses a zone that there is not', () => {
    expect(() => timeZone('Mars/Olympus')).toThrow(/no time zone.*Europe\/Berlin/);
  });
});
