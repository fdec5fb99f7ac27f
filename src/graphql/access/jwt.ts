import { hash } from 'node:crypto';
import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { LRUCache } from 'lru-cache';
import { DomainError } from '../../errors.js';
import { Role, type Caller } from '../auth.js';

/** Tokens of an identity provider that are accepted. */
export interface JwtConfig {
  /** `iss` of every token. */
  readonly issuer: string;
  /** One of them must be in `aud`. */
  readonly audiences: readonly string[];
  /** Where the issuer publishes its public keys (JSON Web Key Set). */
  readonly jwksUrl: string;
  /** Signatures that are accepted; asymmetric ones only. */
  readonly algorithms: readonly string[];
  /** Claim that holds the role or roles; dots lead into objects where no claim has the whole name. */
  readonly roleClaim: string;
  /** Claim that names the learner of a token without a higher role. */
  readonly learnerClaim: string;
  /** Seconds by which the clocks of issuer and service may differ. */
  readonly clockTolerance: number;
}

export interface JwtVerifier {
  /** @throws DomainError UNAUTHENTICATED, IDENTITY_PROVIDER_UNAVAILABLE */
  verify(token: string): Promise<Caller>;
}

const REMEMBERED_TOKENS = 10_000;
/** A key that the issuer has withdrawn is used no longer than this and the life of the fetched key set. */
const REMEMBERED_MS = 60_000;
const KEY_SET_MS = 5 * 60_000;
/** A token with a key id that is not known has the key set fetched again, at most so often. */
const COOLDOWN_MS = 10_000;
const FETCH_MS = 5_000;
const LONGEST_LEARNER_ID = 191;

/** Whether a token has the form of a JWT. */
export function looksLikeJwt(token: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(token);
}

/**
 * Checks signature, issuer, audience and times of JWTs. Keys are fetched at the first token, again when they are old or a token
 * names one that is not known, so that the issuer may rotate them at any time.
 * @param keys stands in for the fetched key set in tests
 */
export function createJwtVerifier(config: JwtConfig, keys: JWTVerifyGetKey = fetchedKeys(config)): JwtVerifier {
  const remembered = new LRUCache<string, Caller>({ max: REMEMBERED_TOKENS, ttl: REMEMBERED_MS });

  return {
    verify: async (token) => {
      const digest = hash('sha256', token, 'base64url');
      const known = remembered.get(digest);
      if (known && known.expiresAt !== null && known.expiresAt > Date.now()) return known;
      const caller = toCaller(await claimsOf(token, keys, config), config);
      remembered.set(digest, caller);
      return caller;
    },
  };
}

function fetchedKeys({ jwksUrl }: JwtConfig): JWTVerifyGetKey {
  return createRemoteJWKSet(new URL(jwksUrl), {
    cacheMaxAge: KEY_SET_MS,
    cooldownDuration: COOLDOWN_MS,
    timeoutDuration: FETCH_MS,
  });
}

async function claimsOf(token: string, keys: JWTVerifyGetKey, config: JwtConfig): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer: config.issuer,
      audience: [...config.audiences],
      algorithms: [...config.algorithms],
      clockTolerance: config.clockTolerance,
      requiredClaims: ['exp'],
    });
    return payload;
  } catch (error) {
    throw refusalOf(error);
  }
}

/** Says which check failed, and nothing of the token. */
function refusalOf(error: unknown): DomainError {
  const refuse = (message: string): DomainError => new DomainError('UNAUTHENTICATED', message, {}, { cause: error });
  if (error instanceof errors.JWTExpired) return refuse('The token has expired.');
  if (error instanceof errors.JWTClaimValidationFailed)
    return refuse(`The token is not accepted: its claim "${error.claim}" is missing or does not fit.`);
  if (error instanceof errors.JOSEAlgNotAllowed)
    return refuse('The token is signed by an algorithm that is not allowed.');
  if (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWSSignatureVerificationFailed ||
    error instanceof errors.JWKSMultipleMatchingKeys
  )
    return refuse('The signature of the token does not fit any key of its issuer.');
  if (
    error instanceof errors.JWSInvalid ||
    error instanceof errors.JWTInvalid ||
    error instanceof errors.JOSENotSupported
  )
    return refuse('The token is not known.');
  return new DomainError(
    'IDENTITY_PROVIDER_UNAVAILABLE',
    'The token cannot be checked now: the keys of its issuer cannot be read.',
    {},
    { cause: error },
  );
}

/** A token with a role of the service is not bound to a learner; every other one is bound to the learner that it names. */
function toCaller(claims: JWTPayload, config: JwtConfig): Caller {
  const roles = new Set(rolesOf(claimAt(claims, config.roleClaim)));
  const bound = roles.size === 0;
  const expiresAt = (claims.exp! + config.clockTolerance) * 1000;
  if (!bound) {
    const identity = `jwt:${typeof claims.sub === 'string' ? claims.sub : ''}`;
    return { roles, authenticated: true, name: 'jwt', identity, learnerId: null, expiresAt };
  }
  const learnerId = claimAt(claims, config.learnerClaim);
  if (typeof learnerId !== 'string' || learnerId === '' || learnerId.length > LONGEST_LEARNER_ID)
    throw new DomainError(
      'UNAUTHENTICATED',
      `The token carries no role, and its claim "${config.learnerClaim}" names no learner.`,
    );
  return {
    roles: new Set([Role.LEARNER]),
    authenticated: true,
    name: 'learner',
    identity: `learner:${learnerId}`,
    learnerId,
    expiresAt,
  };
}

function claimAt(claims: JWTPayload, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  let value: unknown = claims;
  for (const part of name.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string, unknown>)[part];
  }
  return value;
}

const SERVICE_ROLES: readonly Role[] = [Role.READER, Role.WRITER, Role.ADMIN];

/** A role, a list of roles, or a text of several; `learnrec:` may stand before each. Others are passed over. */
function rolesOf(claim: unknown): Role[] {
  const words = typeof claim === 'string' ? claim.split(/[\s,]+/) : Array.isArray(claim) ? claim : [];
  return words.flatMap((word: unknown) => {
    const name = typeof word === 'string' ? word.replace(/^learnrec:/i, '').toUpperCase() : '';
    return SERVICE_ROLES.filter((role) => role === name);
  });
}
