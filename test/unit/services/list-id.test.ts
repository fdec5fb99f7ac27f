import { describe, expect, it } from '@jest/globals';
import { isLogged, newListId } from '../../../src/services/list-id.js';

describe('ids of lists', () => {
  it('say whether the list is logged, are UUIDs, and never the same', () => {
    const ids = Array.from({ length: 200 }, (_, n) => newListId(n % 2 === 0));
    expect(new Set(ids).size).toBe(200);
    ids.forEach((id, n) => {
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-[48][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(isLogged(id)).toBe(n % 2 === 0);
      expect(isLogged(id.toUpperCase())).toBe(n % 2 === 0);
    });
  });

  it.each(['', 'list-1', '550e8400-e29b-11d4-a716-446655440000', `${newListId(true)} `, "1' OR '1'='1"])(
    'refuses %p',
    (id) => {
      expect(isLogged(id)).toBeNull();
    },
  );
});
