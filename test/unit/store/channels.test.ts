import { expect, it } from '@jest/globals';
import { keysPayload } from '../../../src/store/channels.js';

it('names each key once', () => {
  expect(keysPayload([3, 1, 3])).toBe('[3,1]');
  expect(keysPayload([])).toBe('[]');
});

it('gives up naming keys before Postgres refuses the payload at 8000 bytes', () => {
  const many = Array.from({ length: 2000 }, (_, i) => i);
  for (let n = 0; n <= many.length; n++) {
    const payload = keysPayload(many.slice(0, n));
    expect(Buffer.byteLength(payload)).toBeLessThan(8000);
    if (payload !== '*') expect(JSON.parse(payload)).toHaveLength(n);
  }
  expect(keysPayload(many)).toBe('*');
});
