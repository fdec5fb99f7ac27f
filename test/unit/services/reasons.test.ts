import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openRankingModel } from '../../../src/compute/rank-model.js';
import { fitContentModel } from '../../../src/model/content/features.js';
import { DIFFICULTY_LEVELS, SENIORITY_LEVELS, type SeniorityLevel } from '../../../src/model/engagement.js';
import { NO_FEEDBACK, type FeedbackColumns } from '../../../src/model/feedback.js';
import type { CohortPopularity } from '../../../src/model/hybrid/cohort.js';
import { IDENTITY_CALIBRATION } from '../../../src/model/hybrid/calibrate.js';
import { NO_COLD_START } from '../../../src/model/hybrid/favourites.js';
import { itemPopularity, type HybridModel } from '../../../src/model/hybrid/hybrid-model.js';
import { createMixture, priorValues } from '../../../src/model/hybrid/mixture.js';
import { fitTraitMap } from '../../../src/model/hybrid/trait-map.js';
import { buildInteractions, createVocabulary } from '../../../src/model/interactions.js';
import { createRandom } from '../../../src/model/random.js';
import { ALGORITHM_NAMES, type AlgorithmName, type FittedRecommender } from '../../../src/model/recommender.js';
import { getAlgorithm, resolveHyperParameters } from '../../../src/model/registry.js';
import { learnerStates, UNKNOWN_LEARNER, type LearnerProfile } from '../../../src/services/learner-state.js';
import type { RecommendControls } from '../../../src/services/list-controls.js';
import { openDesk } from '../../../src/services/list-desk.js';
import { makeList } from '../../../src/services/make-list.js';
import {
  buildServingModel,
  catalogueColumns,
  contentRecord,
  type ServingModel,
} from '../../../src/services/serving-model.js';
import type { ContentRow } from '../../../src/store/content.store.js';
import { columnsOf, tasteRows } from '../../support/datasets.js';

/*
 * The law of explanations: whatever algorithm, learner and controls, `alpha` and `breakdown` give the score, every reason has a
 * share over 0 and a sentence, and the shares sum to 1.
 */

const USERS = 40;
const TRAINED = 16;
/** Four of the trained contents have no engagement, and four came after the training. */
const ENGAGED = 12;
const ITEMS = 20;
const DAY = 86_400_000;
const SUBJECTS = ['python', 'kubernetes', 'negotiation', 'painting'];
const contents = Array.from({ length: ITEMS }, (_, i): ContentRow => ({
  pk: i,
  id: `c${i}`,
  title: `Course ${i} on ${SUBJECTS[i % 4]!}`,
  description: null,
  domain: i % 2 === 0 ? 'Data' : 'People',
  subtopic: SUBJECTS[i % 4]!,
  difficultyLevel: DIFFICULTY_LEVELS[i % 3]!,
  contentType: i % 5 === 0 ? null : 'video',
  language: 'en',
  tags: [SUBJECTS[i % 4]!],
  durationMinutes: i,
  publishedAt: new Date(i * DAY),
  retiredAt: i === 7 ? new Date(0) : null,
  prerequisites: i === 9 ? ['c8'] : [],
  createdAt: new Date(0),
  updatedAt: new Date(0),
}));
const profileOf = (u: number): LearnerProfile => ({
  title: u % 7 === 0 ? null : `${u % 2 === 0 ? 'Data' : 'People'} Manager`,
  department: u % 3 === 0 ? null : `Team ${u % 2}`,
  seniorityLevel: SENIORITY_LEVELS[u % 6]!,
});
const columns = columnsOf(tasteRows(createRandom(3), USERS, ENGAGED, 5).map((row) => ({ ...row, at: row.item * DAY })));
const data = buildInteractions(
  columns,
  createVocabulary(Int32Array.from({ length: USERS }, (_, u) => u)),
  createVocabulary(Int32Array.from({ length: TRAINED }, (_, i) => i)),
);
const small: Partial<Record<AlgorithmName, Readonly<Record<string, number>>>> = {
  IALS: { factors: 4, epochs: 3 },
  SVD: { factors: 4, epochs: 3 },
  PURE_SVD: { factors: 4 },
};
const fit = (name: AlgorithmName): FittedRecommender => {
  const algorithm = getAlgorithm(name);
  const options = resolveHyperParameters(algorithm, small[name] ?? {});
  return algorithm.fit(data, options, { seed: 1, checkpoint: () => undefined });
};
const mixed = (): FittedRecommender =>
  createMixture(
    [
      { recommender: fit('ITEM_KNN'), weight: 0.7, scale: 2 },
      { recommender: fit('EASE'), weight: 0.3, scale: 0.5 },
    ],
    // Of late it was the last third that was engaged with.
    { weight: 0.4, halfLifeDays: 5, values: priorValues(Array.from({ length: TRAINED }, (_, i) => (i > 8 ? 5 : 0.2))) },
  );

async function serve(collaborative: FittedRecommender): Promise<ServingModel> {
  const content = fitContentModel(contents.slice(0, TRAINED).map(contentRecord));
  const model: HybridModel = {
    collaborative,
    content,
    calibration: { collaborative: IDENTITY_CALIBRATION, content: IDENTITY_CALIBRATION },
    popularity: itemPopularity(data),
    coldWeight: 0.7,
    alphaByHistory: null,
    alpha: 0.6,
    coldStart: { traits: fitTraitMap(data, profileOf), traitShare: 0.6, alpha: 0.9 },
  };
  const version = { id: '1', trainedAt: new Date(0), learners: USERS, lastEngagementAt: new Date(ENGAGED * DAY) };
  const itemPk = Int32Array.from({ length: TRAINED }, (_, i) => i);
  const ready = openRankingModel({ itemPk }, model, catalogueColumns(contents), () => undefined);
  return buildServingModel({ version, model, halfLifeDays: Infinity, itemPk }, contents, ready);
}

/** Engagements of one learner, up to all kinds and opinions, with content of all ages. */
const engagements = fc.array(
  fc.record({
    user: fc.constant(0),
    item: fc.nat(ITEMS - 1),
    at: fc.integer({ min: 0, max: 30 }).map((days) => days * DAY),
    liked: fc.constantFrom(true, false, null),
    type: fc.nat(4),
  }),
  { maxLength: 8 },
);
const feedbacks: fc.Arbitrary<FeedbackColumns> = fc
  .array(fc.tuple(fc.nat(ITEMS - 1), fc.nat(4)), { maxLength: 3 })
  .map((pairs) => ({
    length: pairs.length,
    userPk: new Int32Array(pairs.length),
    contentPk: Int32Array.from(pairs, ([item]) => item),
    timestamp: new Float64Array(pairs.length).fill(31 * DAY),
    kind: Uint8Array.from(pairs, ([, kind]) => kind),
  }));
const profiles = fc.oneof(fc.constant(undefined), fc.nat(USERS - 1).map(profileOf));
const cohorts: fc.Arbitrary<CohortPopularity | null> = fc.option(
  fc.array(fc.tuple(fc.nat(30), fc.nat(30)), { minLength: ITEMS, maxLength: ITEMS }).map((pairs) => ({
    expected: Float64Array.from(pairs, ([own, wide]) => own + wide),
    own: Float64Array.from(pairs, ([own]) => own),
  })),
  { nil: null },
);
const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
const share = fc.constantFrom(0, 0.25, 0.5, 1);
const controls: fc.Arbitrary<RecommendControls> = fc.record({
  k: fc.integer({ min: 1, max: 20 }),
  alpha: maybe(share),
  diversity: maybe(share),
  exploration: maybe(share),
  includeSeen: maybe(fc.boolean()),
  difficultyFit: maybe(fc.boolean()),
  readyOnly: maybe(fc.boolean()),
  minScore: maybe(fc.constantFrom(0, 2, 5)),
  exclude: maybe(fc.constant(['c1', 'nothing'])),
  filter: maybe(
    fc.constantFrom({ domain: { in: ['Data'] } }, { tags: { notIn: ['python'] } }, { maxDurationMinutes: 9 }),
  ),
});

describe.each([...ALGORITHM_NAMES, 'a mixture with a prior that decays'] as const)('reasons of %s', (name) => {
  let serving: ServingModel;
  beforeAll(async () => {
    serving = await serve(name === 'a mixture with a prior that decays' ? mixed() : fit(name));
  });

  it('law: reproduce the score, each with a sentence, their shares summing to 1', () => {
    fc.assert(
      fc.property(engagements, feedbacks, profiles, cohorts, controls, (rows, feedback, profile, cohort, wanted) => {
        const learner = { pk: 0, title: null, department: null, seniorityLevel: null as SeniorityLevel | null };
        const own = profile ?? learner;
        const read = learnerStates(serving, [{ pk: 0, ...own }], { engagements: columnsOf(rows), feedback }).get(0);
        const state = profile ? read! : rows.length > 0 ? { ...read!, profile: undefined } : UNKNOWN_LEARNER;
        const list = makeList(openDesk(serving, wanted, 40 * DAY), { userId: 'u', key: 'u', state, cohort });
        for (const { score, breakdown, reasons } of list.items) {
          expect(score).toBe(list.alpha * breakdown.collaborative + (1 - list.alpha) * breakdown.content);
          const all = reasons(Infinity);
          for (const reason of all) {
            expect(reason.share).toBeGreaterThan(0);
            expect(reason.text).toMatch(/\.$/);
            expect(reason.field).not.toBe('language');
          }
          const sum = all.reduce((total, reason) => total + reason.share, 0);
          expect(Math.abs(sum - (score > 0 ? 1 : 0))).toBeLessThan(1e-9);
          expect(all.map((reason) => reason.share)).toEqual(all.map((r) => r.share).sort((a, b) => b - a));
          expect(reasons(2)).toEqual(all.slice(0, 2));
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('kinds of reasons', () => {
  const listOf = (
    serving: ServingModel,
    rows: Parameters<typeof columnsOf>[0],
    profile: LearnerProfile,
    alpha: number,
  ) => {
    const state = learnerStates(serving, [{ pk: 0, ...profile }], {
      engagements: columnsOf(rows),
      feedback: NO_FEEDBACK,
    }).get(0)!;
    return makeList(openDesk(serving, { k: 20, alpha }, 0), { userId: 'u', key: 'u', state, cohort: null }).items;
  };

  it('tell popularity of late from that over all time', async () => {
    const serving = await serve(mixed());
    const items = listOf(serving, [{ user: 0, item: 0 }], profileOf(1), 1);
    const of = (id: string) =>
      items
        .find(({ content }) => content.id === id)!
        .reasons(Infinity)
        .filter(({ kind }) => kind !== 'ENGAGED_CONTENT');
    // By the prior: what is old lives on its lasting popularity alone.
    expect(of('c11').map(({ kind }) => kind)).toContain('FRESHNESS');
    expect(of('c1').map(({ kind }) => kind)).toEqual(['POPULARITY']);
    expect(of('c11').find(({ kind }) => kind === 'FRESHNESS')!.text).toBe('Popular of late.');
  });

  it('name the traits that a learner without a history has in common with others', async () => {
    const serving = await serve(fit('POPULARITY'));
    const items = listOf(serving, [], { title: 'Data Scientist', department: null, seniorityLevel: null }, 1);
    const traits = items.flatMap(({ reasons }) => reasons(Infinity).filter(({ kind }) => kind === 'TRAIT'));
    // Of some contents they like more than others do.
    expect(traits.length).toBeGreaterThan(0);
    expect(traits.length).toBeLessThan(items.length);
    for (const trait of traits)
      expect(trait).toMatchObject({
        term: 'data',
        field: 'title',
        text: 'Learners with "data" in their job title engage with it.',
      });
  });

  it('know nothing of traits where the model holds none', async () => {
    const serving = await serve(fit('POPULARITY'));
    const bare = { ...serving, model: { ...serving.model, coldStart: NO_COLD_START } };
    const items = listOf(bare, [], profileOf(1), 1);
    expect(new Set(items.flatMap(({ reasons }) => reasons(9).map(({ kind }) => kind)))).toEqual(
      new Set(['POPULARITY']),
    );
  });
});
