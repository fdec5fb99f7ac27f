import { expect, it } from '@jest/globals';
import { instantText } from '../../../src/store/upsert.js';

it("writes instants as Postgres reads them, beyond ISO 8601's four-digit years", () => {
  expect(instantText(new Date('2024-02-29T12:34:56.789Z'))).toBe('2024-02-29T12:34:56.789Z');
  expect(instantText(new Date(Date.UTC(10000, 0, 1)))).toBe('10000-01-01T00:00:00.000Z');
  expect(instantText(new Date('0001-01-01T00:00:00Z'))).toBe('0001-01-01T00:00:00.000Z');
  // Year 0 of ISO 8601 is 1 BC, year -43 is 44 BC.
  expect(instantText(new Date('0000-12-31T00:00:00Z'))).toBe('0001-12-31T00:00:00.000Z BC');
  expect(instantText(new Date('-000043-03-15T00:00:00Z'))).toBe('0044-03-15T00:00:00.000Z BC');
});
