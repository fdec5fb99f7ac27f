import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { exportSPKI, generateKeyPair, SignJWT } from 'jose';
import { createJwtVerifier, type JwtConfig } from '../../../../src/graphql/access/jwt.js';
import { AUDIENCE, ISSUER, startIdentityProvider, type IdentityProvider } from '../../../support/identity-provider.js';

const SECONDS = 1000;
const now = (): number => Math.floor(Date.now() / SECONDS);

describe('JWTs', () => {
  let provider: IdentityProvider;
  beforeAll(async () => {
    provider = await startIdentityProvider();
  });
  afterAll(() => provider.close());

  const verify = async (claims: Record<string, unknown>, config: Partial<JwtConfig> = {}) =>
    createJwtVerifier({ ...provider.config, ...config }).verify(await provider.token(claims));

  it.each([
    ['a role', 'WRITER', ['WRITER']],
    ['in small letters', 'admin', ['ADMIN']],
    ['with a prefix, among others', ['staff', 'learnrec:reader'], ['READER']],
    ['in a text of several', 'openid learnrec:WRITER', ['WRITER']],
  ])('reads the role claim: %s', async (_, role, roles) => {
    expect(await verify({ sub: 'service-7', role })).toMatchObject({
      roles: new Set(roles),
      learnerId: null,
      name: 'jwt',
      identity: 'jwt:service-7',
    });
  });

  it('finds a role claim within an object, or under a name with dots', async () => {
    const roleClaim = 'realm_access.roles';
    expect((await verify({ realm_access: { roles: ['READER'] } }, { roleClaim })).roles).toEqual(new Set(['READER']));
    expect((await verify({ 'realm_access.roles': 'ADMIN' }, { roleClaim })).roles).toEqual(new Set(['ADMIN']));
  });

  it.each([undefined, 'LEARNER', 'student', ['nobody'], 7, null, { READER: true }])(
    'binds a token to its learner when its role is %j',
    async (role) => {
      const exp = now() + 100;
      expect(await verify({ sub: '42', role, exp })).toEqual({
        roles: new Set(['LEARNER']),
        authenticated: true,
        name: 'learner',
        identity: 'learner:42',
        learnerId: '42',
        expiresAt: exp * SECONDS,
      });
    },
  );

  it('takes the learner from the claim that is configured', async () => {
    expect(await verify({ sub: 'x', uid: 'u7' }, { learnerClaim: 'uid' })).toMatchObject({ learnerId: 'u7' });
  });

  it.each([
    ['of another issuer', { sub: '1', iss: 'https://elsewhere.example/' }, /"iss"/],
    ['for another audience', { sub: '1', aud: 'mail' }, /"aud"/],
    ['that has expired', { sub: '1', exp: now() - 1 }, /expired/],
    ['that never expires', { sub: '1', exp: undefined }, /"exp"/],
    ['that is not valid yet', { sub: '1', nbf: now() + 100 }, /"nbf"/],
    ['that names nobody', {}, /"sub" names no learner/],
    ['whose learner is no text', { sub: '1', role: 'x', uid: 5 }, /"uid" names no learner/, { learnerClaim: 'uid' }],
    ['whose learner is longer than any id', { sub: 'u'.repeat(192) }, /names no learner/],
  ] as [string, Record<string, unknown>, RegExp, Partial<JwtConfig>?][])(
    'refuses a token %s',
    // As rest parameters: jest takes a parameter that a row has no value for to be its callback.
    async (...[, claims, message, config]) => {
      await expect(verify(claims, config)).rejects.toMatchObject({
        code: 'UNAUTHENTICATED',
        message: expect.stringMatching(message),
      });
    },
  );

  it('bears clocks that differ by the tolerance, and no more', async () => {
    const claims = { sub: '1', exp: now() - 5 };
    expect(await verify(claims, { clockTolerance: 60 })).toMatchObject({ learnerId: '1' });
    await expect(verify(claims, { clockTolerance: 2 })).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('refuses a token that nobody signed, or that was signed by another or by an algorithm that is not allowed', async () => {
    const verifier = createJwtVerifier(provider.config);
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = { iss: ISSUER, aud: AUDIENCE, exp: now() + 60, sub: '1', role: 'ADMIN' };
    const unsigned = `${part({ alg: 'none' })}.${part(claims)}.`;
    // The public key as the secret of a symmetric signature: the classic confusion.
    const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
    const confused = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', kid: 'key-1' })
      .sign(new TextEncoder().encode(await exportSPKI(publicKey)));
    const stranger = await new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: 'key-1' }).sign(privateKey);
    const good = await provider.token(claims);
    const [header, , signature] = good.split('.');
    const altered = `${header}.${part({ ...claims, sub: '2' })}.${signature}`;
    for (const token of [unsigned, confused, stranger, altered, 'a.b.c', `${header}..${signature}`])
      await expect(verifier.verify(token)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await verifier.verify(good)).toMatchObject({ name: 'jwt' });
    const rsaOnly = createJwtVerifier({ ...provider.config, algorithms: ['RS256'] });
    await expect(rsaOnly.verify(good)).rejects.toThrow('not allowed');
  });

  it('says nothing of the token in its errors', async () => {
    const token = await provider.token({ sub: 'a-person', aud: 'mail' });
    const error: unknown = await createJwtVerifier(provider.config)
      .verify(token)
      .catch((caught: unknown) => caught);
    expect((error as Error).message).not.toContain('a-person');
    expect(JSON.stringify(error)).not.toContain('a-person');
  });

  it('fetches the keys once for many tokens, and again for a key that it does not know', async () => {
    const own = await startIdentityProvider();
    const verifier = createJwtVerifier(own.config);
    for (let n = 0; n < 5; n++) await verifier.verify(await own.token({ sub: `u${n}` }));
    expect(own.fetched()).toBe(1);
    await own.rotate();
    // A flood of made-up key ids causes no flood of fetches.
    const token = await own.token({ sub: 'new' });
    await expect(verifier.verify(token)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(own.fetched()).toBe(1);
    const later = Date.now() + 11 * SECONDS;
    const clock = jest.spyOn(Date, 'now').mockReturnValue(later);
    expect(await verifier.verify(token)).toMatchObject({ learnerId: 'new' });
    expect(own.fetched()).toBe(2);
    clock.mockRestore();
    await own.close();
  });

  it('says so when the keys cannot be fetched', async () => {
    const gone = await startIdentityProvider();
    const token = await gone.token({ sub: '1' });
    await gone.close();
    await expect(createJwtVerifier(gone.config).verify(token)).rejects.toMatchObject({
      code: 'IDENTITY_PROVIDER_UNAVAILABLE',
    });
  });
});
