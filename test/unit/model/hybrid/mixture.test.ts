import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fitContentModel } from '../../../../src/model/content/features.js';
import { IDENTITY_CALIBRATION } from '../../../../src/model/hybrid/calibrate.js';
import { itemPopularity, type HybridModel } from '../../../../src/model/hybrid/hybrid-model.js';
import { decodeHybrid, encodeHybrid } from '../../../../src/model/hybrid/hybrid-snapshot.js';
import { createMixture, isMixture, priorValues, type MixtureMember } from '../../../../src/model/hybrid/mixture.js';
import { EMPTY_HISTORY, historyOf } from '../../../../src/model/interactions.js';
import { createRandom } from '../../../../src/model/random.js';
import type { AlgorithmName, FittedRecommender } from '../../../../src/model/recommender.js';
import { getAlgorithm, resolveHyperParameters } from '../../../../src/model/registry.js';
import { interactionsOf, tasteRows } from '../../../support/datasets.js';

const USERS = 40;
const ITEMS = 12;
const data = interactionsOf(tasteRows(createRandom(4), USERS, ITEMS, 5), USERS, ITEMS);

function fit(name: AlgorithmName): FittedRecommender {
  const algorithm = getAlgorithm(name);
  const options = resolveHyperParameters(algorithm, name === 'IALS' ? { factors: 4, epochs: 3 } : {});
  return algorithm.fit(data, options, { seed: 1, checkpoint: () => undefined });
}

const knn = fit('ITEM_KNN');
const ials = fit('IALS');
const popular = fit('POPULARITY');
const MEMBERS: readonly MixtureMember[] = [
  { recommender: knn, weight: 0.5, scale: 4 },
  { recommender: ials, weight: 0.3, scale: 0.5 },
  { recommender: popular, weight: 0.2, scale: 10 },
];
const prior = { weight: 0.4, halfLifeDays: 30, values: priorValues(itemPopularity(data)) };

const scoresOf = (model: FittedRecommender, user: number): Float64Array => {
  const out = new Float64Array(ITEMS);
  model.score(user < 0 ? EMPTY_HISTORY : historyOf(data, user), out);
  return out;
};

describe('a mixture', () => {
  const mixture = createMixture(MEMBERS, prior);

  it('scores the weighted sum of its parts, each in its own unit, and of the prior', () => {
    for (let user = -1; user < USERS; user++) {
      const [a, b, c] = [knn, ials, popular].map((model) => scoresOf(model, user));
      scoresOf(mixture, user).forEach((score, item) => {
        const expected = (0.5 * a[item]) / 4 + (0.3 * b[item]) / 0.5 + (0.2 * c[item]) / 10 + 0.4 * prior.values[item];
        expect(score).toBeCloseTo(expected, 10);
      });
    }
  });

  it('explains every score exactly: base and contributions add up to it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: USERS - 1 }),
        fc.integer({ min: 0, max: ITEMS - 1 }),
        fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (user, item, weights, priorWeight) => {
          const members = MEMBERS.map((member, m) => ({ ...member, weight: weights[m] }));
          const model = createMixture(members, { ...prior, weight: priorWeight });
          const { base, contributions } = model.explain(historyOf(data, user), item);
          const sum = contributions.reduce((total, part) => total + part, base);
          expect(sum).toBeCloseTo(scoresOf(model, user)[item], 6);
        },
      ),
    );
  });

  it('has the prior, and what else no engagement carries, in its base', () => {
    const { base } = mixture.explain(historyOf(data, 0), 3);
    const counted = scoresOf(popular, 0)[3];
    expect(base).toBeCloseTo((0.2 * counted) / 10 + 0.4 * prior.values[3], 12);
  });

  it('is as similar as its parts are by their weights', () => {
    const similar = (model: FittedRecommender): Float64Array => {
      const out = new Float64Array(ITEMS);
      model.similar(2, out);
      return out;
    };
    const [a, b] = [similar(knn), similar(ials)];
    similar(mixture).forEach((value, item) => {
      expect(value).toBeCloseTo(0.5 * a[item] + 0.3 * b[item], 10);
      expect(Math.abs(value)).toBeLessThanOrEqual(1);
    });
  });

  it('is that recommender itself where there is one without a prior', () => {
    expect(createMixture([MEMBERS[0]], null)).toBe(knn);
  });

  it('goes by the name of its first part', () => {
    expect(mixture).toMatchObject({ algorithm: 'ITEM_KNN', items: ITEMS });
  });

  it('refuses parts of other items', () => {
    expect(() => createMixture(MEMBERS, { ...prior, values: new Float64Array(3) })).toThrow(RangeError);
  });
});

describe('the prior', () => {
  it('is the logarithm of the count, 1 for the most popular', () => {
    expect([...priorValues([0, 1, 3])]).toEqual([0, Math.log(2) / Math.log(4), 1]);
    expect([...priorValues([0, 0])]).toEqual([0, 0]);
  });
});

describe('the snapshot of a mixture', () => {
  const record = { description: null, domain: null, subtopic: null, difficultyLevel: null, contentType: null };
  const content = fitContentModel(
    Array.from({ length: ITEMS }, (_, n) => ({ title: `Course ${n}`, language: null, tags: [], ...record })),
  );
  const hybrid = (collaborative: FittedRecommender): HybridModel => ({
    collaborative,
    content,
    calibration: { collaborative: IDENTITY_CALIBRATION, content: IDENTITY_CALIBRATION },
    popularity: itemPopularity(data),
    coldWeight: 1,
    alphaByHistory: null,
    alpha: 0.6,
  });
  const encode = (collaborative: FittedRecommender): Uint8Array =>
    encodeHybrid({
      serving: hybrid(collaborative),
      holdout: hybrid(knn),
      cut: { protocol: 'TEMPORAL', cutoff: 5, testShare: 0.2, seed: 1 },
      itemPk: Int32Array.from({ length: ITEMS }, (_, n) => n + 1),
      halfLifeDays: null,
    });

  it.each([
    ['with a prior', createMixture(MEMBERS, prior)],
    ['without', createMixture(MEMBERS, null)],
    ['of one part and a prior', createMixture([MEMBERS[0]], prior)],
  ])('%s gives the same scores and parts back, beside a single fit', (_, mixture) => {
    const { serving, holdout } = decodeHybrid(encode(mixture));
    for (let user = 0; user < USERS; user++)
      expect(scoresOf(serving.collaborative, user)).toEqual(scoresOf(mixture, user));
    expect(isMixture(serving.collaborative)).toBe(true);
    expect(scoresOf(holdout!.collaborative, 1)).toEqual(scoresOf(knn, 1));
    expect(encode(serving.collaborative)).toEqual(encode(mixture));
  });

  it('is refused where a part is missing', () => {
    const text = new TextDecoder('latin1').decode(encode(createMixture(MEMBERS, prior)));
    const broken = Uint8Array.from(text.replace('"serving.prior"', '"serving.prioX"'), (c) => c.charCodeAt(0));
    expect(() => decodeHybrid(broken)).toThrow(expect.objectContaining({ code: 'SNAPSHOT_DAMAGED' }));
  });
});
