import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import type { JwtConfig } from '../../src/graphql/access/jwt.js';

/** Publishes keys and signs tokens, as an identity provider does. */
export interface IdentityProvider {
  readonly config: JwtConfig;
  /** How often its keys were fetched. */
  fetched(): number;
  /** Signs with the newest key. `exp` and the like in `claims` win. */
  token(claims: JWTPayload, header?: { alg?: string; kid?: string }): Promise<string>;
  /** Signs with a new key from now on, and withdraws the one before. */
  rotate(): Promise<void>;
  close(): Promise<void>;
}

export const ISSUER = 'https://id.platform.example/';
export const AUDIENCE = 'learnrec';

export async function startIdentityProvider(): Promise<IdentityProvider> {
  let fetched = 0;
  let number = 0;
  let published: object[] = [];
  let signer: CryptoKey;
  const rotate = async (): Promise<void> => {
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    signer = privateKey;
    published = [{ ...(await exportJWK(publicKey)), kid: `key-${++number}`, use: 'sig' }];
  };
  await rotate();
  const http = createServer((_request, response) => {
    fetched++;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ keys: published }));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    config: {
      issuer: ISSUER,
      audiences: [AUDIENCE],
      jwksUrl: `http://127.0.0.1:${(http.address() as AddressInfo).port}/keys`,
      algorithms: ['ES256'],
      roleClaim: 'role',
      learnerClaim: 'sub',
      clockTolerance: 0,
    },
    fetched: () => fetched,
    token: (claims, header = {}) => {
      const now = Math.floor(Date.now() / 1000);
      return new SignJWT({ iss: ISSUER, aud: AUDIENCE, iat: now, exp: now + 600, ...claims })
        .setProtectedHeader({ alg: 'ES256', kid: `key-${number}`, ...header })
        .sign(signer);
    },
    rotate,
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
}
