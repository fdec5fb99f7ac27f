import { createHash, timingSafeEqual } from 'node:crypto';
import type { AuthCheckerFn } from 'type-graphql';
import { DomainError } from '../errors.js';

/** What a request may do, from least to most: whoever holds a role holds those before it. */
export const Role = {
  /** Queries. */
  READER: 'READER',
  /** Sending learners, content and engagements. */
  WRITER: 'WRITER',
  /** Training and choosing models. */
  ADMIN: 'ADMIN',
} as const;
export type Role = (typeof Role)[keyof typeof Role];

const LEAST_TO_MOST: readonly Role[] = Object.values(Role);
const ALL_ROLES: ReadonlySet<Role> = new Set(LEAST_TO_MOST);

function holds(roles: ReadonlySet<Role>, required: Role): boolean {
  return LEAST_TO_MOST.slice(LEAST_TO_MOST.indexOf(required)).some((role) => roles.has(role));
}

export interface AuthConfig {
  /** Whoever sends it as `Authorization: Bearer <token>` holds all roles. An empty one is never accepted. */
  readonly adminToken: string;
  /** Roles that a request without a token holds. */
  readonly openRoles: ReadonlySet<Role>;
}

/** Who a request comes from. */
export interface Caller {
  readonly roles: ReadonlySet<Role>;
  /** False for a request without a token. */
  readonly authenticated: boolean;
}

/**
 * Reads the `Authorization` header.
 * @throws DomainError UNAUTHENTICATED when there is a token that is not known: it never falls back to the open roles
 */
export function authenticate(header: string | undefined, config: AuthConfig): Caller {
  if (header === undefined) return { roles: config.openRoles, authenticated: false };
  const token = /^Bearer +(\S+) *$/i.exec(header)?.[1];
  if (token === undefined) {
    throw new DomainError('UNAUTHENTICATED', 'The Authorization header must read "Bearer <token>".');
  }
  if (config.adminToken === '' || !sameSecret(token, config.adminToken)) {
    throw new DomainError('UNAUTHENTICATED', 'The token is not known.');
  }
  return { roles: ALL_ROLES, authenticated: true };
}

/** Takes the same time wherever the two differ, and whatever their lengths. */
function sameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(sha256(given), sha256(expected));
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/**
 * The check behind `@Authorized(Role.X)`.
 * @throws DomainError UNAUTHENTICATED where a token would help, FORBIDDEN where the one sent does not carry the role
 */
export const checkRoles: AuthCheckerFn<{ caller: Caller }, Role> = ({ context: { caller } }, required) => {
  const missing = required.filter((role) => !holds(caller.roles, role));
  if (missing.length === 0) return true;
  const roles = missing.join(', ');
  if (caller.authenticated) throw new DomainError('FORBIDDEN', `The token does not carry the role ${roles}.`);
  throw new DomainError(
    'UNAUTHENTICATED',
    `This needs the role ${roles}: send the header "Authorization: Bearer <token>".`,
  );
};
