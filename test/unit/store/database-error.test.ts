import { describe, expect, it } from '@jest/globals';
import { DomainError } from '../../../src/errors.js';
import { hasCode, toDomainError, translateErrors } from '../../../src/store/database-error.js';

const coded = (code: string, more: object = {}): Error => Object.assign(new Error(`raw ${code}`), { code, ...more });

describe('toDomainError', () => {
  it.each(['ECONNREFUSED', 'ENOTFOUND', 'ECONNRESET', '57P01', '53300', 'P1001', '28P01', '3D000'])(
    'says that the database is unavailable for %s',
    (code) => expect(toDomainError(coded(code))).toMatchObject({ code: 'DATABASE_UNAVAILABLE' }),
  );

  it.each(['22021', '22001', '22003', '22008', '22P05'])('blames the input for %s', (code) =>
    expect(toDomainError(coded(code))).toMatchObject({ code: 'BAD_USER_INPUT', details: { sqlState: code } }),
  );

  it('looks through the wrappings of Prisma and of Node', () => {
    const refused = coded('ECONNREFUSED');
    for (const wrapped of [
      Object.assign(new Error('w'), { cause: { originalCode: '57P01' } }),
      Object.assign(new Error('w'), { code: 'P2010', meta: { driverAdapterError: { cause: refused } } }),
      new AggregateError([refused], 'all addresses failed'),
      new Error('Connection terminated unexpectedly'),
    ])
      expect(toDomainError(wrapped)).toMatchObject({ code: 'DATABASE_UNAVAILABLE', cause: wrapped });
  });

  it('leaves alone what it does not know, and what is translated already', () => {
    for (const error of [coded('42601'), new DomainError('NOT_FOUND', 'x'), 'text', null, undefined])
      expect(toDomainError(error)).toBe(error);
  });

  it('ends on an error that causes itself', () => {
    const loop: Error & { cause?: unknown } = new Error('loop');
    loop.cause = loop;
    expect(hasCode(loop, 'ECONNREFUSED')).toBe(false);
  });
});

it('translates the rejections of every method, thrown or returned', async () => {
  const store = translateErrors({
    rejects: (): Promise<void> => Promise.reject(coded('ECONNRESET')),
    throws: (): Promise<void> => {
      throw coded('23503');
    },
    answers: (a: number, b: number): Promise<number> => Promise.resolve(a + b),
  });
  await expect(store.rejects()).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
  await expect(store.throws()).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await store.answers(2, 3)).toBe(5);
});
