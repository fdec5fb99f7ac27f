import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseInstant } from '../../../../src/services/import/parse-instant.js';

describe('parseInstant', () => {
  it.each([
    ['2017-09-30T04:46:01Z', '2017-09-30T04:46:01.000Z'],
    ['2017-09-30T04:46:01', '2017-09-30T04:46:01.000Z'],
    ['2017-09-30 04:46', '2017-09-30T04:46:00.000Z'],
    ['2017-09-30', '2017-09-30T00:00:00.000Z'],
    ['20170930', '2017-09-30T00:00:00.000Z'],
    ['2017-09-30T04:46:01.123456+02:00', '2017-09-30T02:46:01.123Z'],
    ['2017-09-30T04:46:01,5-0130', '2017-09-30T06:16:01.500Z'],
    ['2017-09-30 04:46:01 UTC', '2017-09-30T04:46:01.000Z'],
    ['0', '1970-01-01T00:00:00.000Z'],
    ['964982703', '2000-07-30T18:45:03.000Z'],
    ['964982703.25', '2000-07-30T18:45:03.250Z'],
    ['964982703000', '2000-07-30T18:45:03.000Z'],
    ['-86400', '1969-12-31T00:00:00.000Z'],
    ['12345678', '1970-05-23T21:21:18.000Z'],
  ])('reads %s', (text, iso) => {
    expect(parseInstant(text)?.toISOString()).toBe(iso);
  });

  it.each([
    '',
    'yesterday',
    '2017-02-29',
    '2017-13-01',
    '2017-01-01T24:00:00',
    '30/09/2017',
    'NaN',
    '1e99',
    '9'.repeat(40),
  ])('reads nothing in "%s"', (text) => {
    expect(parseInstant(text)).toBeNull();
  });

  it('reads every instant as it is written', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true }),
        (date) => {
          expect(parseInstant(date.toISOString())).toEqual(date);
        },
      ),
    );
  });
});
