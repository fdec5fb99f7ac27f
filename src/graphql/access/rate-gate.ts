import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { DomainError } from '../../errors.js';
import type { MakeRateCounter, RateCounter } from '../../services/rate-counter.js';
import type { Logger } from '../../logger.js';
import type { Caller } from '../auth.js';

/** Points in a minute; 0: no limit. An operation takes its cost, a request that is refused `REFUSAL_POINTS`. */
export interface Rates {
  /** Of one API key, JWT with a role, or the admin token. */
  readonly token: number;
  /** Of one learner's token. */
  readonly learner: number;
  /** Of one address, for requests without a token. */
  readonly address: number;
}

export const NO_RATES: Rates = { token: 0, learner: 0, address: 0 };

/** Who asks, and from where; null for a request whose token was not accepted. */
export interface Asker {
  readonly caller: Caller | null;
  readonly address: string;
}

export interface RateGate {
  /** RATE_LIMITED for an asker who has used the minute up, else null. Asks no store: it knows from the last charge. */
  refusalOf(asker: Asker): DomainError | null;
  /**
   * Takes points; at once where there is no limit.
   * @throws DomainError RATE_LIMITED when that is more than there is left
   */
  charge(asker: Asker, points: number): Promise<void> | undefined;
  /** Takes the points of a request that has been refused. */
  noteRefusal(asker: Asker): void;
}

/** What a request takes that was refused, so that a flood of nonsense comes to an end too. */
const REFUSAL_POINTS = 10;
const REMEMBERED = 50_000;

type Kind = keyof Rates;

/** Limits what an asker may have in a minute. Keys of counters are hashes: no store holds an address or an id of a person. */
export function createRateGate(rates: Rates, makeCounter: MakeRateCounter, logger: Logger): RateGate {
  const counters = new Map<string, RateCounter>();
  const blocked = new LRUCache<string, { readonly until: number }>({ max: REMEMBERED });

  const limitOf = (asker: Asker): { kind: Kind; counter: string; key: string; maximum: number } | null => {
    const { caller, address } = asker;
    const kind: Kind = caller?.learnerId != null ? 'learner' : caller?.identity != null ? 'token' : 'address';
    const maximum = rates[kind];
    if (maximum === 0) return null;
    // Failed attempts at a token use up what tokens may fail from an address, not what is open to it.
    const counter = caller === null ? 'refused' : kind;
    return { kind, counter, key: `${counter}:${caller?.identity ?? address}`, maximum };
  };

  const refusal = (kind: Kind, maximum: number, until: number): DomainError => {
    const seconds = Math.max(1, Math.ceil((until - performance.now()) / 1000));
    const whose = kind === 'address' ? 'This address' : 'This token';
    return new DomainError(
      'RATE_LIMITED',
      `${whose} has used up its ${maximum} points of this minute: try again in ${seconds} s. An operation takes the points that extensions.cost says.`,
      { limit: `rate.${kind}`, maximum, retryAfterSeconds: seconds },
    );
  };

  const charge = (asker: Asker, points: number): Promise<void> | undefined => {
    const limit = limitOf(asker);
    if (!limit) return undefined;
    const { kind, counter, key, maximum } = limit;
    const found = counters.get(counter) ?? makeCounter(counter, maximum);
    counters.set(counter, found);
    return found.add(hash('sha256', key, 'base64url'), Math.max(1, Math.round(points))).then((ms) => {
      if (ms === 0) return;
      const until = performance.now() + ms;
      blocked.set(key, { until });
      throw refusal(kind, maximum, until);
    });
  };

  return {
    refusalOf: (asker) => {
      const limit = limitOf(asker);
      const block = limit && blocked.get(limit.key);
      return block && block.until > performance.now() ? refusal(limit.kind, limit.maximum, block.until) : null;
    },
    charge,
    noteRefusal: (asker) => {
      charge(asker, REFUSAL_POINTS)?.catch((err: unknown) => {
        if (!(err instanceof DomainError)) logger.error({ err }, 'a refused request could not be counted');
      });
    },
  };
}
