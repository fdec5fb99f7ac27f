import { describe, expect, it } from '@jest/globals';
import { DomainError } from '../../../src/errors.js';
import { settle } from '../../../src/graphql/user-errors.js';

describe('settle', () => {
  it('passes a value on', async () => {
    expect(await settle(['id'], async () => 7)).toEqual({ value: 7, userErrors: [] });
  });

  it('turns a refusal into a user error at the given place', async () => {
    const refuse = () => Promise.reject(new DomainError('NOT_FOUND', 'none'));
    const userErrors = [{ path: ['id'], message: 'none', code: 'NOT_FOUND' }];
    expect(await settle(['id'], refuse)).toEqual({ value: null, userErrors });
    expect(await settle((refusal) => [refusal.code === 'NOT_FOUND' ? 'id' : ''], refuse)).toEqual({
      value: null,
      userErrors,
    });
  });

  it.each([
    new Error('a fault'),
    new DomainError('INTERNAL', 'a fault'),
    new DomainError('DATABASE_UNAVAILABLE', 'lost'),
    new DomainError('FORBIDDEN', 'no'),
  ])('lets pass what other input would not help: %s', async (error) => {
    await expect(settle(['id'], () => Promise.reject(error))).rejects.toBe(error);
  });
});
