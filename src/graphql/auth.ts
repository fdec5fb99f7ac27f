import type { AuthCheckerFn } from 'type-graphql';
import { DomainError } from '../errors.js';

/** What a request may do, from least to most: whoever holds a role holds those before it. */
export const Role = {
  /** What one learner may see: the catalogue, and their own data. Only tokens that name a learner hold no more than this. */
  LEARNER: 'LEARNER',
  /** Queries. */
  READER: 'READER',
  /** Sending learners, content and engagements. */
  WRITER: 'WRITER',
  /** Training and choosing models. */
  ADMIN: 'ADMIN',
} as const;
export type Role = (typeof Role)[keyof typeof Role];

const LEAST_TO_MOST: readonly Role[] = Object.values(Role);
export const ALL_ROLES: ReadonlySet<Role> = new Set(LEAST_TO_MOST);

export function holds(roles: ReadonlySet<Role>, required: Role): boolean {
  return LEAST_TO_MOST.slice(LEAST_TO_MOST.indexOf(required)).some((role) => roles.has(role));
}

/** Who a request comes from. */
export interface Caller {
  readonly roles: ReadonlySet<Role>;
  /** False for a request without a token. */
  readonly authenticated: boolean;
  /** For the log: `open`, `admin-token`, `key:<public part>`, `jwt` or `learner`. Names no person and no secret. */
  readonly name: string;
  /** Tells callers apart where they are counted; null for requests without a token. Never shown. */
  readonly identity: string | null;
  /** The only learner whose data may be read; null where there is no such bound. */
  readonly learnerId: string | null;
  /** Milliseconds since 1970 at which the token ends; null: never. */
  readonly expiresAt: number | null;
}

/** What a field of an operation is asked for with. */
export interface Asked {
  readonly root: unknown;
  readonly args: Readonly<Record<string, unknown>>;
}

/**
 * The rule of a field, given to `@Authorized`. A role alone keeps out every token that is bound to one learner.
 * The other form lets such a token in where the learner of the field is its own.
 */
export type AccessRule = Role | LearnerRule;

interface LearnerRule {
  /** What callers need that are not bound to a learner. */
  readonly role: Role;
  /** Ids of the learners whose data the field reads or writes; null where it is nobody's. */
  readonly learnersOf: (asked: Asked) => readonly (string | null)[];
}

/** For a field that reads the data of the learner whom an argument names. */
export function learnerNamedBy(argument: string): AccessRule {
  return { role: Role.READER, learnersOf: ({ args }) => [String(args[argument])] };
}

/** For a field of an object that is about a learner. */
export function learnerOf<Root>(read: (root: Root) => string | null): AccessRule {
  return { role: Role.READER, learnersOf: ({ root }) => [read(root as Root)] };
}

/** For a mutation that writes for the learner whom an argument names; a token that is bound to them may, where it is configured. */
export function writesFor(argument: string): AccessRule {
  return { role: Role.WRITER, learnersOf: ({ args }) => [String(args[argument])] };
}

/**
 * For a mutation that writes rows of learners: needs WRITER; a token that is bound to a learner may send rows of that learner,
 * where the configuration lets it (access/learner-services.ts refuses the others row by row).
 */
export const ROWS_OF_LEARNERS: AccessRule = { role: Role.WRITER, learnersOf: () => [] };

/**
 * The check behind `@Authorized(rule)`.
 * @throws DomainError UNAUTHENTICATED where a token would help, FORBIDDEN where the one sent does not allow it
 */
export const checkAccess: AuthCheckerFn<{ caller: Caller }, AccessRule> = (asked, rules) => {
  for (const rule of rules) checkRule(asked.context.caller, rule, asked);
  return true;
};

function checkRule(caller: Caller, rule: AccessRule, asked: Asked): void {
  if (typeof rule === 'string') return checkRole(caller, rule);
  checkLearner(caller, rule.role, rule.learnersOf(asked));
}

/**
 * @param required what callers need that are not bound to a learner
 * @param learners whose data it is; null where it is nobody's
 * @throws DomainError as `checkAccess`
 */
export function checkLearner(caller: Caller, required: Role, learners: readonly (string | null)[]): void {
  if (caller.learnerId === null) return checkRole(caller, required);
  if (learners.some((id) => id !== null && id !== caller.learnerId)) throw otherLearner();
}

/** @throws DomainError as `checkAccess` */
export function checkRole(caller: Caller, required: Role): void {
  if (holds(caller.roles, required)) return;
  if (caller.learnerId !== null)
    throw new DomainError('FORBIDDEN', `This needs the role ${required}; the token is for the data of one learner.`);
  if (caller.authenticated) throw new DomainError('FORBIDDEN', `The token does not carry the role ${required}.`);
  throw new DomainError(
    'UNAUTHENTICATED',
    `This needs the role ${required}: send the header "Authorization: Bearer <token>".`,
  );
}

/** The same whether that learner is known or not. */
export function otherLearner(): DomainError {
  return new DomainError('FORBIDDEN', 'The token is for the data of one learner, and this is about another.');
}
