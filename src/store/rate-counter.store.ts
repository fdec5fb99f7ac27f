import type pg from 'pg';
import {
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRes,
  type RateLimiterAbstract,
} from 'rate-limiter-flexible';

/** See services/rate-counter.ts. */
interface RateCounter {
  add(key: string, points: number): Promise<number>;
}

const SECONDS = 60;

/** Counters of this process alone. */
export function memoryRateCounter(name: string, maximum: number): RateCounter {
  return toCounter(memoryLimiter(name, maximum));
}

/** Counters that all processes of a database share. While it does not answer, each process counts by itself. */
export function postgresRateCounter(pool: pg.Pool): (name: string, maximum: number) => RateCounter {
  return (name, maximum) =>
    toCounter(
      new RateLimiterPostgres({
        storeClient: pool,
        storeType: 'pool',
        tableName: 'rate_limits',
        tableCreated: true,
        keyPrefix: name,
        points: maximum,
        duration: SECONDS,
        insuranceLimiter: memoryLimiter(name, maximum),
      }),
    );
}

function memoryLimiter(name: string, maximum: number): RateLimiterMemory {
  return new RateLimiterMemory({ keyPrefix: name, points: maximum, duration: SECONDS });
}

function toCounter(limiter: RateLimiterAbstract): RateCounter {
  return {
    add: async (key, points) => {
      try {
        await limiter.consume(key, points);
        return 0;
      } catch (refusal) {
        if (refusal instanceof RateLimiterRes) return Math.max(1, refusal.msBeforeNext);
        throw refusal;
      }
    },
  };
}
