import { describe, expect, it } from '@jest/globals';
import { inOrder, separate } from '../../../src/services/batch.js';
import { validateUser } from '../../../src/services/validate.js';

describe('separate', () => {
  it('keeps the good rows and names the bad ones by place and field', () => {
    const { good, userErrors } = separate([{ id: 'a' }, { id: '' }, { id: 'b' }], validateUser, (row) => row.id);
    expect(good.map(({ row }) => row.id)).toEqual(['a', 'b']);
    expect(userErrors).toEqual([
      { path: ['input', '1', 'id'], message: 'id must not be empty', code: 'BAD_USER_INPUT' },
    ]);
  });

  it('lets the later of two rows with one id win, and says so of the earlier', () => {
    const { good, userErrors } = separate(
      [{ id: 'a', title: 'old' }, { id: 'b' }, { id: 'a', title: 'new' }],
      validateUser,
      (row) => row.id,
    );
    expect(good.map(({ row }) => row)).toEqual([{ id: 'b' }, { id: 'a', title: 'new' }]);
    expect(userErrors.map(({ path }) => path)).toEqual([['input', '0', 'id']]);
  });
});

describe('inOrder', () => {
  it('answers every id in its place, null where there is none, repeats too', () => {
    expect(inOrder(['b', 'x', 'a', 'b'], [{ id: 'a' }, { id: 'b' }])).toEqual([
      { id: 'b' },
      null,
      { id: 'a' },
      { id: 'b' },
    ]);
  });
});
