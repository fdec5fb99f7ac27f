import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestService, type TestService } from '../support/service.js';

/** A minimum of 0 leaves nothing out, and takes the way of scoring everything. */
const EVERYTHING = { minScore: 0 };

describe('lists of few scored items', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService({ worker: false });
  });
  afterAll(() => service.close());

  it('are the lists of scoring everything, to the last bit, for every learner and alpha', async () => {
    const { recommendations } = service.services;
    const userIds = Array.from({ length: 41 }, (_, n) => `u${n + 1}`);
    for (const controls of [{}, { alpha: 1 }, { alpha: 0.97 }, { alpha: 0.5 }, { alpha: 0 }, { includeSeen: true }]) {
      const few = await recommendations.forUsers(userIds, { k: 7, ...controls });
      const all = await recommendations.forUsers(userIds, { k: 7, ...controls, ...EVERYTHING });
      const plain = (lists: typeof few) =>
        lists.map(({ alpha, servedBy, items }) => ({
          alpha,
          servedBy,
          items: items.map(({ content, score, breakdown, rank, reasons }) => [
            content.id,
            score,
            breakdown,
            rank,
            reasons(5),
          ]),
        }));
      expect(plain(few)).toEqual(plain(all));
    }
  });
});
