import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openRankingModel } from '../../../src/compute/rank-model.js';
import { fitContentModel } from '../../../src/model/content/features.js';
import { IDENTITY_CALIBRATION } from '../../../src/model/hybrid/calibrate.js';
import type { HybridModel } from '../../../src/model/hybrid/hybrid-model.js';
import {
  buildServingModel,
  catalogueColumns,
  contentRecord,
  withContent,
  type ServingModel,
} from '../../../src/services/serving-model.js';
import type { ContentRow } from '../../../src/store/content.store.js';

const WORDS = ['python', 'rust', 'law', 'music', 'history', 'logic'];
const row = (pk: number, over: Partial<ContentRow> = {}): ContentRow => ({
  pk,
  id: `c${pk}`,
  title: WORDS[pk % WORDS.length],
  description: null,
  domain: null,
  subtopic: null,
  difficultyLevel: null,
  contentType: null,
  language: null,
  tags: [],
  durationMinutes: null,
  publishedAt: null,
  retiredAt: null,
  prerequisites: [],
  createdAt: new Date(0),
  updatedAt: new Date(0),
  ...over,
});

/** Items 1 to 4 of the fit, of which nobody engaged with the last; the collaborative half is not asked here. */
const trained = [1, 2, 3, 4].map((pk) => row(pk));
const model = {
  content: fitContentModel(Array.from(WORDS, (_, pk) => contentRecord(row(pk)))),
  calibration: { collaborative: IDENTITY_CALIBRATION, content: IDENTITY_CALIBRATION },
  popularity: Int32Array.of(3, 1, 2, 0),
} as unknown as HybridModel;
const itemPk = Int32Array.of(1, 2, 3, 4);
const version = { id: '1', trainedAt: new Date(0), learners: 3, lastEngagementAt: null };

async function build(content: readonly ContentRow[]): Promise<ServingModel> {
  const ready = openRankingModel({ itemPk }, model, catalogueColumns(content), () => undefined);
  return buildServingModel({ version, model, halfLifeDays: Infinity, itemPk }, content, ready);
}

/** All that requests read, with a rank only for what can be recommended: equal ids have no order. */
const seen = ({ rows, space, hidden, tieRank, placeById, places, prerequisites, dependents }: ServingModel) => ({
  rows,
  space,
  hidden,
  order: [...tieRank.keys()].filter((place) => rows[place]).sort((a, b) => tieRank[a] - tieRank[b]),
  placeById,
  keys: places.keys,
  places: [...places.keys].map((key) => places.indexOf(key)),
  prerequisites,
  dependents,
});

describe('the catalogue beside a model', () => {
  const edit = fc.record({
    pk: fc.integer({ min: 1, max: 9 }),
    id: fc.constantFrom('a', 'c5', 'm', 'z'),
    title: fc.constantFrom(...WORDS, 'python rust', 'law music logic'),
    tags: fc.constantFrom([], ['python'], ['law']),
    retiredAt: fc.constantFrom(null, new Date(1)),
    prerequisites: fc.constantFrom([], ['c1'], ['c2', 'c3']),
  });

  it('is after any changes what it would be if it were built anew', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(edit, { maxLength: 3 }), { maxLength: 4 }), async (changes) => {
        const stored = new Map(trained.map((one) => [one.pk, one]));
        let serving = await build(trained);
        for (const batch of changes) {
          const rows = new Map(
            batch.map(({ id, ...change }) => {
              const known = stored.get(change.pk);
              // An id is given once, and never changes.
              return [change.pk, row(change.pk, { ...change, id: known?.id ?? `${id}${change.pk}` })];
            }),
          );
          for (const [pk, one] of rows) stored.set(pk, one);
          serving = await withContent(serving, [...rows.values()]);
        }
        // New content stands in the order in which it came.
        expect(seen(serving)).toEqual(seen(await build([...stored.values()])));
      }),
      { numRuns: 60 },
    );
  });

  it('takes over what a change does not touch', async () => {
    const before = await build([...trained, row(5)]);
    const retired = await withContent(before, [row(5, { retiredAt: new Date(1) })]);
    expect([...retired.hidden]).toEqual([0, 0, 0, 0, 1]);
    expect(retired.space).toBe(before.space);
    expect(retired.tieRank).toBe(before.tieRank);
    expect([...before.hidden]).toEqual([0, 0, 0, 0, 0]);
  });

  it('loses what is not among all rows, and only then', async () => {
    const before = await build([...trained, row(5)]);
    const some = await withContent(before, [row(1), row(3)]);
    expect(some.rows.map((one) => one?.id)).toEqual(['c1', 'c2', 'c3', 'c4', 'c5']);
    const whole = await withContent(before, [row(1), row(3), row(4)], true);
    expect(whole.rows.map((one) => one?.id)).toEqual(['c1', undefined, 'c3', 'c4', undefined]);
    expect([...whole.hidden]).toEqual([0, 1, 0, 0, 1]);
    expect(whole.placeById.has('c2')).toBe(false);
    expect(whole.space.vectors.rowPtr[2]).toBe(whole.space.vectors.rowPtr[1]);
  });
});
