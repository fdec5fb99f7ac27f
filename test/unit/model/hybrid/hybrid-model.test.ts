import { describe, expect, it } from '@jest/globals';
import { fitContentModel, type ContentRecord } from '../../../../src/model/content/features.js';
import { learnerRecord } from '../../../../src/model/content/learner-record.js';
import { scoreColdItems } from '../../../../src/model/hybrid/cold-items.js';
import { favouritesOf, NO_COLD_START, type Favourites } from '../../../../src/model/hybrid/favourites.js';
import { IDENTITY_CALIBRATION } from '../../../../src/model/hybrid/calibrate.js';
import {
  createHalves,
  createItemSpace,
  isInformative,
  itemPopularity,
  scoreColdStart,
  scoreHalves,
  scoreRaw,
  type HybridModel,
} from '../../../../src/model/hybrid/hybrid-model.js';
import { decodeHybrid, encodeHybrid } from '../../../../src/model/hybrid/hybrid-snapshot.js';
import { EMPTY_HISTORY, historyOf, type Interactions } from '../../../../src/model/interactions.js';
import { getAlgorithm, resolveHyperParameters } from '../../../../src/model/registry.js';
import { stackRows } from '../../../../src/model/sparse.js';

const record = (title: string, domain: string): ContentRecord => ({
  title,
  description: null,
  domain,
  subtopic: null,
  difficultyLevel: null,
  contentType: null,
  language: null,
  tags: [],
});
const RECORDS = [
  record('Python basics', 'Data'),
  record('Python charts', 'Data'),
  record('Negotiation', 'Sales'),
  record('Closing deals', 'Sales'),
];

/** Three learners: 0 engaged items 0 and 1, 1 engaged 0 and disliked 2, 2 engaged 2. Nobody engaged item 3. */
const DATA: Interactions = {
  users: 3,
  items: 4,
  size: 5,
  rowPtr: Int32Array.of(0, 2, 4, 5),
  item: Int32Array.of(0, 1, 0, 2, 2),
  strength: Float32Array.of(1, 1, 1, 0, 1),
  rating: Float32Array.of(5, 5, 5, 0, 5),
  timestamp: Float64Array.of(1, 2, 1, 2, 1),
  disliked: Uint8Array.of(0, 0, 0, 1, 0),
};

function build(): { model: HybridModel; space: ReturnType<typeof createItemSpace> } {
  const content = fitContentModel(RECORDS);
  const knn = getAlgorithm('ITEM_KNN');
  const context = { seed: 1, checkpoint: () => undefined };
  const model: HybridModel = {
    collaborative: knn.fit(DATA, resolveHyperParameters(knn, {}), context as never),
    content,
    calibration: { collaborative: IDENTITY_CALIBRATION, content: IDENTITY_CALIBRATION },
    popularity: itemPopularity(DATA),
    coldWeight: 1,
    alphaByHistory: null,
    alpha: 0.5,
  };
  const vectors = stackRows(
    RECORDS.map((r) => content.vectorise(r)),
    content.columns,
  );
  return { model, space: createItemSpace(model, vectors) };
}

describe('itemPopularity', () => {
  it('counts distinct learners and leaves dislikes out', () => {
    expect(Array.from(itemPopularity(DATA))).toEqual([2, 1, 1, 0]);
  });
});

describe('isInformative', () => {
  it('needs one entry with strength inside the catalogue', () => {
    expect(isInformative(EMPTY_HISTORY, 4)).toBe(false);
    expect(isInformative(historyOf(DATA, 0), 4)).toBe(true);
    expect(isInformative(historyOf(DATA, 0), 0)).toBe(false);
    const onlyDisliked = { ...historyOf(DATA, 1), strength: Float32Array.of(0, 0) };
    expect(isInformative(onlyDisliked, 4)).toBe(false);
  });
});

describe('scoreHalves', () => {
  it('gives an item that nobody had engaged its share of its nearest neighbour by content', () => {
    const { model, space } = build();
    const raw = createHalves(4);
    scoreRaw(model, space, historyOf(DATA, 2), raw);
    // Item 3 shares only the domain with item 2: its one neighbour with a cosine over 0, so its score is cosine * score of 2.
    const cosine = space.cold.weights[0];
    expect(Array.from(space.cold.items)).toEqual([3]);
    expect(Array.from(space.cold.neighbours)).toEqual([2]);
    expect(raw.collaborative[3]).toBeCloseTo(cosine * raw.collaborative[2], 12);
  });

  it('stays within 0 and 10 in both halves', () => {
    const { model, space } = build();
    const halves = createHalves(4);
    for (const user of [0, 1, 2]) {
      scoreHalves(model, space, historyOf(DATA, user), halves);
      for (const score of [...halves.collaborative, ...halves.content]) expect(score >= 0 && score <= 10).toBe(true);
    }
  });

  it('ranks the unseen item of the same topic first by content', () => {
    const { model, space } = build();
    const halves = createHalves(4);
    scoreHalves(model, space, { ...historyOf(DATA, 2) }, halves);
    expect(halves.content[3]).toBeGreaterThan(halves.content[0]);
  });
});

describe('scoreColdStart', () => {
  const { model, space } = build();

  it('is popularity on a logarithmic 0-10 scale: 10 ln(1 + n) / ln(1 + max)', () => {
    const halves = createHalves(4);
    scoreColdStart(model, space, model.content.vectorise(learnerRecord(undefined)), halves);
    expect(halves.collaborative[0]).toBe(10);
    expect(halves.collaborative[1]).toBeCloseTo((10 * Math.log(2)) / Math.log(3), 12);
    // Nothing is known of the learner: the content half falls back to popularity too.
    expect(Array.from(halves.content)).toEqual(Array.from(halves.collaborative));
  });

  it("ranks by the learner's own words in the content half", () => {
    const halves = createHalves(4);
    const sales = learnerRecord({ title: 'Head of Sales', department: 'Sales' });
    scoreColdStart(model, space, model.content.vectorise(sales), halves);
    expect(Math.min(halves.content[2], halves.content[3])).toBeGreaterThan(
      Math.max(halves.content[0], halves.content[1]),
    );
  });
});

/** A cohort's favourites alone. */
const likedBy = ({ popularity }: HybridModel, expected: Float64Array, own: Float64Array): Favourites =>
  favouritesOf(NO_COLD_START, popularity, undefined, { expected, own }, expected.length)!;

describe('scoreColdStart with a cohort', () => {
  const { model, space } = build();
  // Item 3 has been engaged by nobody at the fit; item 4 came later and is like item 3 alone.
  const later = createItemSpace(
    model,
    stackRows(
      [...RECORDS, record('Closing deals', 'Sales')].map((r) => model.content.vectorise(r)),
      model.content.columns,
    ),
  );
  const nobody = model.content.vectorise(learnerRecord(undefined));

  it('takes the numbers of learners that the cohort lets expect', () => {
    const cohort = likedBy(model, Float64Array.of(0, 1, 3, 0), Float64Array.of(0, 0, 2, 0));
    const halves = createHalves(4);
    expect(scoreColdStart(model, space, nobody, halves, cohort)).toBe(false);
    expect(halves.collaborative[0]).toBe(0);
    expect(halves.collaborative[1]).toBeCloseTo((10 * Math.log(2)) / Math.log(4), 12);
    expect(halves.collaborative[2]).toBe(10);
  });

  it('takes new content from its neighbours, unless the cohort has engaged with it since', () => {
    const expected = Float64Array.of(3, 1, 1, 0, 1);
    const apart = createHalves(5);
    scoreColdStart(model, later, nobody, apart, likedBy(model, expected, new Float64Array(5)));
    const engaged = createHalves(5);
    scoreColdStart(model, later, nobody, engaged, likedBy(model, expected, Float64Array.of(0, 0, 0, 0, 1)));
    expect(engaged.collaborative[4]).toBeCloseTo((10 * Math.log(2)) / Math.log(4), 12);
    const neighbours = Float64Array.from(apart.collaborative);
    scoreColdItems(later.cold, neighbours);
    expect(apart.collaborative[4]).toBe(neighbours[4]);
    expect(apart.collaborative[4]).not.toBeCloseTo(engaged.collaborative[4], 6);
  });

  it('says whether the words of the profile spoke', () => {
    const sales = model.content.vectorise(learnerRecord({ title: null, department: 'Sales' }));
    expect(scoreColdStart(model, space, sales, createHalves(4))).toBe(true);
    expect(scoreColdStart(model, space, nobody, createHalves(4))).toBe(false);
  });
});

describe('the stored form of a hybrid', () => {
  it('gives back the same scores, for the serving and the hold-out fit', () => {
    const { model, space } = build();
    const bytes = encodeHybrid({
      serving: model,
      holdout: { ...model, popularity: Int32Array.of(1, 1, 1, 1) },
      cut: { protocol: 'TEMPORAL', cutoff: 1_700_000_000_000, testShare: 0.2, seed: 42 },
      itemPk: Int32Array.of(11, 12, 13, 14),
      halfLifeDays: null,
    });
    const stored = decodeHybrid(bytes);
    expect(stored.cut).toEqual({ protocol: 'TEMPORAL', cutoff: 1_700_000_000_000, testShare: 0.2, seed: 42 });
    expect(Array.from(stored.itemPk)).toEqual([11, 12, 13, 14]);
    expect(Array.from(stored.holdout!.popularity)).toEqual([1, 1, 1, 1]);
    const [before, after] = [createHalves(4), createHalves(4)];
    for (const user of [0, 1, 2]) {
      scoreHalves(model, space, historyOf(DATA, user), before);
      for (const fit of [stored.serving, stored.holdout!]) {
        scoreHalves(fit, space, historyOf(DATA, user), after);
        expect(after).toEqual(before);
      }
    }
  });

  it('refuses bytes that are cut short, as SNAPSHOT_DAMAGED', () => {
    const { model } = build();
    const bytes = encodeHybrid({
      serving: model,
      holdout: null,
      cut: null,
      itemPk: Int32Array.of(1, 2, 3, 4),
      halfLifeDays: 30,
    });
    for (const length of [0, 5, 40, bytes.length - 8])
      expect(() => decodeHybrid(bytes.slice(0, length))).toThrow(expect.objectContaining({ code: 'SNAPSHOT_DAMAGED' }));
  });
});
