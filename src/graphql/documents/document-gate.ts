import { GraphQLError, parse } from 'graphql';
import { LRUCache } from 'lru-cache';
import { DomainError } from '../../errors.js';
import { holds, Role, type Caller } from '../auth.js';
import { breachesOf, type Limits } from '../limits.js';
import { measureOperations } from '../operation-size.js';
import { nestingOfDocument } from './nesting.js';

/** Who may ask about the schema: everybody, whoever holds a role, or nobody. */
export type IntrospectionAccess = 'on' | 'roles' | 'off';

export interface DocumentGate {
  /** Every reason why a document may not run; empty where it may, or where its syntax is wrong, which the executor says better. */
  refusalsOf(text: string, caller: Caller): readonly DomainError[];
}

interface Judged {
  readonly breaches: readonly DomainError[];
  readonly asksAboutSchema: boolean;
}

const DOCUMENTS = 1000;
const CHARACTERS = 4_000_000;

/**
 * What may be asked at all, found out before a document is validated: some rules of the specification take time by the square of
 * the fields, and a parser goes as deep as the brackets do. Documents that were let through are remembered.
 */
export function createDocumentGate(limits: Limits, introspection: IntrospectionAccess): DocumentGate {
  const known = new LRUCache<string, Judged>({
    max: DOCUMENTS,
    maxSize: CHARACTERS,
    sizeCalculation: (_, { length }) => length + 1,
  });

  const judge = (text: string): Judged => {
    const before = known.get(text);
    if (before) return before;
    const judged = judgeDocument(text, limits);
    // What is refused is not asked for again by those who mean well.
    if (judged.breaches.length === 0) known.set(text, judged);
    return judged;
  };

  return {
    refusalsOf: (text, caller) => {
      const { breaches, asksAboutSchema } = judge(text);
      if (breaches.length > 0 || !asksAboutSchema) return breaches;
      if (introspection === 'off') return [new DomainError('FORBIDDEN', 'Introspection is switched off.')];
      if (introspection === 'on' || holds(caller.roles, Role.LEARNER)) return [];
      return [
        new DomainError(
          'UNAUTHENTICATED',
          'Introspection needs a role: send the header "Authorization: Bearer <token>".',
        ),
      ];
    },
  };
}

function judgeDocument(text: string, limits: Limits): Judged {
  const nesting = nestingOfDocument(text);
  if (nesting > limits.nesting) {
    const message = `The document has ${nesting} brackets within one another; at most ${limits.nesting} are allowed. Split it.`;
    const details = { limit: 'nesting', maximum: limits.nesting, asked: nesting };
    return { breaches: [new DomainError('QUERY_TOO_COMPLEX', message, details)], asksAboutSchema: false };
  }
  try {
    const document = parse(text, { maxTokens: limits.tokens, noLocation: true });
    return {
      breaches: breachesOf(document, limits),
      asksAboutSchema: measureOperations(document).some((size) => size.introspection > 0),
    };
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return { breaches: [], asksAboutSchema: false };
  }
}
