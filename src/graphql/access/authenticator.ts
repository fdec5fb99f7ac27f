import { hash, timingSafeEqual } from 'node:crypto';
import { DomainError } from '../../errors.js';
import type { Services } from '../../services/services.js';
import { ALL_ROLES, type Caller, type Role } from '../auth.js';
import { createJwtVerifier, looksLikeJwt, type JwtConfig } from './jwt.js';

export interface AuthConfig {
  /** Whoever sends it as `Authorization: Bearer <token>` holds all roles. An empty one is never accepted. */
  readonly adminToken: string;
  /** Roles that a request without a token holds. */
  readonly openRoles: ReadonlySet<Role>;
  /** Undefined: no JWT is accepted. */
  readonly jwt?: JwtConfig | undefined;
  /** Whether a token that is bound to a learner may record engagements and feedback of that learner; default false. */
  readonly learnerRecords?: boolean | undefined;
}

export interface Authenticator {
  /**
   * Who sends a request with this `Authorization` header.
   * @throws DomainError UNAUTHENTICATED when there is a token that is not accepted: it never falls back to the open roles;
   *   DATABASE_UNAVAILABLE, IDENTITY_PROVIDER_UNAVAILABLE when it cannot be checked now
   */
  authenticate(header: string | undefined): Promise<Caller>;
}

export function createAuthenticator(
  config: AuthConfig,
  keys: Services['keys'],
  jwt = config.jwt && createJwtVerifier(config.jwt),
): Authenticator {
  const open: Caller = {
    roles: config.openRoles,
    authenticated: false,
    name: 'open',
    identity: null,
    learnerId: null,
    expiresAt: null,
  };
  const admin: Caller = {
    ...open,
    roles: ALL_ROLES,
    authenticated: true,
    name: 'admin-token',
    identity: 'admin-token',
  };

  const adminHash = config.adminToken === '' ? null : sha256(config.adminToken);

  return {
    authenticate: async (header) => {
      if (header === undefined) return open;
      const token = /^Bearer +(\S+) *$/i.exec(header)?.[1];
      if (token === undefined)
        throw new DomainError('UNAUTHENTICATED', 'The Authorization header must read "Bearer <token>".');
      if (adminHash && timingSafeEqual(sha256(token), adminHash)) return admin;
      const key = await keys.verify(token);
      if (key) {
        const name = `key:${key.id}`;
        const expiresAt = key.expiresAt?.getTime() ?? null;
        return { ...open, roles: new Set([key.role]), authenticated: true, name, identity: name, expiresAt };
      }
      if (jwt && looksLikeJwt(token)) return jwt.verify(token);
      throw new DomainError('UNAUTHENTICATED', 'The token is not known.');
    },
  };
}

/** What secrets are compared by: so it takes the same time wherever the two differ, and whatever their lengths. */
function sha256(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}
