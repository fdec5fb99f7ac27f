import { describe, expect, it } from '@jest/globals';
import { createAuthenticator } from '../../../../src/graphql/access/authenticator.js';
import type { Role } from '../../../../src/graphql/auth.js';
import { DomainError } from '../../../../src/errors.js';
import type { ApiKey } from '../../../../src/services/api-keys.js';

const CONFIG = { adminToken: 'secret', openRoles: new Set<Role>(['READER']) };
const KEY: ApiKey = {
  id: '0123456789ab',
  name: 'home page',
  role: 'WRITER',
  createdAt: new Date(0),
  expiresAt: new Date(5000),
  revokedAt: null,
  lastUsedAt: null,
};
const NO_KEYS = { verify: async () => null };

describe('authenticate', () => {
  const authenticator = createAuthenticator(CONFIG, { verify: async (text) => (text === 'lrk_good' ? KEY : null) });

  it('gives the open roles without a token', async () => {
    expect(await authenticator.authenticate(undefined)).toMatchObject({
      roles: new Set(['READER']),
      authenticated: false,
      name: 'open',
      identity: null,
      learnerId: null,
    });
  });

  it.each(['Bearer secret', 'bearer secret', 'Bearer  secret '])('gives all roles for %j', async (header) => {
    expect(await authenticator.authenticate(header)).toMatchObject({
      roles: new Set(['LEARNER', 'READER', 'WRITER', 'ADMIN']),
      authenticated: true,
      name: 'admin-token',
    });
  });

  it('gives the role of an API key, and names it by its public part', async () => {
    expect(await authenticator.authenticate('Bearer lrk_good')).toEqual({
      roles: new Set(['WRITER']),
      authenticated: true,
      name: 'key:0123456789ab',
      identity: 'key:0123456789ab',
      learnerId: null,
      expiresAt: 5000,
    });
  });

  it.each([
    '',
    'secret',
    'Basic secret',
    'Bearer',
    'Bearer ',
    'Bearer secre',
    'Bearer secrets',
    'Bearer SECRET',
    'Bearer a secret',
    'Bearer lrk_bad',
    'Bearer a.b.c',
  ])('refuses %j instead of falling back to the open roles', async (header) => {
    await expect(authenticator.authenticate(header)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('never accepts an empty admin token', async () => {
    const none = createAuthenticator({ ...CONFIG, adminToken: '' }, NO_KEYS);
    await expect(none.authenticate('Bearer ')).rejects.toThrow();
    await expect(none.authenticate('Bearer undefined')).rejects.toThrow();
  });

  it('asks the verifier of JWTs for what looks like one, and says when keys cannot be looked up', async () => {
    const learner = { ...(await authenticator.authenticate(undefined)), learnerId: 'u1' };
    const jwt = { verify: async () => learner };
    expect(await createAuthenticator(CONFIG, NO_KEYS, jwt).authenticate('Bearer a.b.c')).toBe(learner);
    await expect(createAuthenticator(CONFIG, NO_KEYS, jwt).authenticate('Bearer abc')).rejects.toThrow('not known');
    const down = { verify: () => Promise.reject(new DomainError('DATABASE_UNAVAILABLE', 'away')) };
    await expect(createAuthenticator(CONFIG, down).authenticate('Bearer lrk_good')).rejects.toThrow('away');
  });
});
