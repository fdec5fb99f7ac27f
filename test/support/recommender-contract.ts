import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DomainError } from '../../src/errors.js';
import { EMPTY_HISTORY, historyOf, type History, type Interactions } from '../../src/model/interactions.js';
import type { Engine } from '../../src/model/kernels/engine.js';
import { jsEngine } from '../../src/model/kernels/js-engine.js';
import { createRandom } from '../../src/model/random.js';
import type { Algorithm, FittedRecommender, HyperParameters, RecommenderState } from '../../src/model/recommender.js';
import { resolveHyperParameters, restoreRecommender } from '../../src/model/registry.js';
import { decodeSnapshot, encodeSnapshot } from '../../src/model/snapshot.js';
import { topK } from '../../src/model/top-k.js';
import { wasmEngine } from './engines.js';
import {
  checkerboard,
  featureRows,
  historyFrom,
  interactionsByKey,
  interactionsOf,
  tasteRows,
  type Row,
} from './datasets.js';

export interface ContractOptions {
  /** Small and quick, yet enough for the checkerboard. */
  readonly hyperParameters: HyperParameters;
  /** True where who engaged with what decides: the checkerboard has one right answer, which the algorithm must find. */
  readonly solvesCheckerboard: boolean;
  /** True where the order of the learners is part of the definition (stochastic descent, alternating from a random start). */
  readonly learnerOrderMatters: boolean;
  /** True where the seed has a say. */
  readonly seeded: boolean;
  /** True where the fit runs on an engine: then all holds on compiled kernels too. */
  readonly usesEngine?: boolean;
  /** True where the fit uses features of the contents: then all holds with them too. */
  readonly usesFeatures?: boolean;
}

const ITEMS = 12;
const quiet = (): void => undefined;

/** What every algorithm of the registry has to hold, whatever it computes. */
export function describeRecommender(algorithm: Algorithm, contract: ContractOptions): void {
  describeOn(jsEngine, algorithm, contract, `${algorithm.name} holds the contract:`);
  if (contract.usesFeatures) {
    const withFeatures: Algorithm = {
      ...algorithm,
      fit: (data, options, context) =>
        algorithm.fit(data, options, { ...context, features: featureRows(createRandom(9), data.items, 7) }),
    };
    describeOn(jsEngine, withFeatures, contract, `${algorithm.name} with features holds the contract:`);
  }
  if (!contract.usesEngine) return;
  const threaded = wasmEngine(2);
  describeOn(threaded, algorithm, contract, `${algorithm.name} on WebAssembly and two threads holds the contract:`);
  describeEngines(algorithm, contract, wasmEngine(1), threaded);
}

/** The compiled kernels give what the TypeScript gives, and the same bytes whatever the number of threads. */
function describeEngines(algorithm: Algorithm, contract: ContractOptions, single: Engine, threaded: Engine): void {
  const options = resolveHyperParameters(algorithm, contract.hyperParameters);
  // More learners than a thread takes at once.
  const data = interactionsOf(tasteRows(createRandom(6), 400, 3 * ITEMS, 9), 400, 3 * ITEMS);
  const fit = (engine: Engine): FittedRecommender =>
    algorithm.fit(data, options, { seed: 1, checkpoint: quiet, engine });

  describe(`${algorithm.name} on its engines`, () => {
    it('same bytes with one thread and with two, every time', () => {
      const expected = store(fit(single).state());
      for (let run = 0; run < 3; run++) expect(store(fit(threaded).state())).toEqual(expected);
    });

    it.each([
      ['fits', () => fit(threaded)],
      ['answers', () => restoreRecommender(fit(jsEngine).state(), single)],
    ])('WebAssembly %s as TypeScript does, within single precision', (_, other) => {
      const reference = fit(jsEngine);
      const compiled = other();
      for (let user = 0; user < 40; user++) {
        const scores = [reference, compiled].map((model) => {
          const out = new Float64Array(model.items);
          model.score(historyOf(data, user), out);
          return out;
        });
        const { base, contributions } = compiled.explain(historyOf(data, user), user % data.items);
        const score = scores[1][user % data.items];
        const sum = contributions.reduce((total, part) => total + part, base);
        expect(Math.abs(sum - score)).toBeLessThanOrEqual(1e-4 * Math.max(1, Math.abs(score)));
        const size = Math.max(...scores[0].map(Math.abs));
        for (let item = 0; item < data.items; item++)
          expect(Math.abs(scores[1][item] - scores[0][item])).toBeLessThanOrEqual(2e-3 * size);
      }
    });
  });
}

/** The contract on one engine. */
export function describeOn(engine: Engine, algorithm: Algorithm, contract: ContractOptions, title: string): void {
  const options = resolveHyperParameters(algorithm, contract.hyperParameters);
  const fit = (data: Interactions, seed = 1): FittedRecommender =>
    algorithm.fit(data, options, { seed, checkpoint: quiet, engine });
  const scoresOf = (model: FittedRecommender, history: History): Float64Array => {
    const out = new Float64Array(model.items).fill(Number.NaN);
    model.score(history, out);
    return out;
  };
  const rows = tasteRows(createRandom(5), 40, ITEMS, 9);
  const data = interactionsOf(rows, 40, ITEMS);
  const model = fit(data);

  describe(title, () => {
    describe('answers', () => {
      if (contract.solvesCheckerboard) {
        const size = 30;
        const board = checkerboard(size);
        const fitted = fit(board);
        const firstOf = (user: number): number => {
          const seen = new Uint8Array(size);
          for (const item of historyOf(board, user).items) seen[item] = 1;
          return topK(scoresOf(fitted, historyOf(board, user)), 1, seen, null)[0];
        };
        const answers = Array.from({ length: size }, (_, user) => firstOf(user));

        it('finds the withheld diagonal of the checkerboard', () => {
          expect(answers).toEqual(Array.from({ length: size }, (_, user) => user));
        });

        it('falls to the level of chance when the withheld answers are shuffled among learners', () => {
          const shuffled = createRandom(3).shuffle(Array.from({ length: size }, (_, user) => user));
          const hits = answers.filter((answer, user) => answer === shuffled[user]).length;
          expect(hits).toBeLessThanOrEqual(3); // chance: 1 of 30
        });
      }

      it('leaves exactly the three unseen of five, before and after one more engagement', () => {
        const others: Row[] = [1, 2, 3].flatMap((user) => [0, 1, 2, 3, 4].map((item) => ({ user, item })));
        const mine: Row[] = [
          { user: 0, item: 0, at: 90_000 },
          { user: 0, item: 1, at: 91_000 },
        ];
        const trained = fit(interactionsOf([...others, ...mine], 4, 5));
        const seen = Uint8Array.of(1, 1, 0, 0, 0);
        const before = topK(scoresOf(trained, historyFrom(mine, 5)), 10, seen, null);
        expect([...before].sort()).toEqual([2, 3, 4]);
        seen[3] = 1;
        const after = topK(scoresOf(trained, historyFrom([...mine, { item: 3, at: 92_000 }], 5)), 100, seen, null);
        expect([...after].sort()).toEqual([2, 4]);
        expect(topK(scoresOf(trained, historyFrom(mine, 5)), 10, new Uint8Array(5).fill(1), null)).toHaveLength(0);
      });

      it('writes a finite score for every item, engaged ones too', () => {
        for (let user = 0; user < data.users; user++)
          expect(scoresOf(model, historyOf(data, user)).every(Number.isFinite)).toBe(true);
      });

      it('answers an empty history with finite scores', () => {
        expect(scoresOf(model, EMPTY_HISTORY).every(Number.isFinite)).toBe(true);
      });

      it('ignores history items beyond the catalogue that it was fitted on', () => {
        const known = [
          { item: 1, at: 1000 },
          { item: 4, at: 3000 },
        ];
        const beyond = [...known, { item: ITEMS, at: 2000 }, { item: ITEMS + 7, at: 4000, liked: false }];
        const history = historyFrom(beyond, ITEMS + 8);
        expect(scoresOf(model, history)).toEqual(scoresOf(model, historyFrom(known, ITEMS)));
        const explanation = model.explain(history, 4);
        expect(explanation.contributions).toHaveLength(4);
        expect(explanation.contributions[1]).toBe(0);
        expect(explanation.contributions[3]).toBe(0);
      });

      it('knows nothing about an item beyond the catalogue, and says so', () => {
        const history = historyOf(data, 0);
        const { base, contributions } = model.explain(history, ITEMS + 3);
        expect([base, ...contributions].every((part) => part === 0)).toBe(true);
        const out = new Float64Array(ITEMS).fill(5);
        model.similar(ITEMS + 3, out);
        expect(out).toEqual(new Float64Array(ITEMS));
      });
    });

    describe('laws', () => {
      const entry = fc.record({
        item: fc.integer({ min: 0, max: ITEMS + 1 }),
        at: fc.integer({ min: 0, max: 5 }).map((second) => second * 1000),
        seconds: fc.integer({ min: -1, max: 3000 }),
        liked: fc.constantFrom(true, false, null),
        type: fc.integer({ min: 0, max: 4 }),
      });
      const histories = fc.array(entry, { maxLength: 30 });

      it('an explanation adds up to the score', () => {
        fc.assert(
          fc.property(histories, fc.integer({ min: 0, max: ITEMS - 1 }), (entries, item) => {
            const history = historyFrom(entries, ITEMS + 2);
            const score = scoresOf(model, history)[item];
            const { base, contributions } = model.explain(history, item);
            expect(contributions).toHaveLength(history.length);
            const sum = contributions.reduce((total, part) => total + part, base);
            expect(Math.abs(sum - score)).toBeLessThanOrEqual(1e-4 * Math.max(1, Math.abs(score)));
          }),
          { numRuns: 100 },
        );
      });

      it('a dislike never raises its item above not having engaged at all', () => {
        fc.assert(
          fc.property(histories, fc.integer({ min: 0, max: ITEMS - 1 }), fc.nat(5), (entries, item, second) => {
            const without = entries.filter((other) => other.item !== item);
            const dislike = { item, at: second * 1000, liked: false, seconds: 1200, type: 3 };
            const before = scoresOf(model, historyFrom(without, ITEMS + 2))[item];
            const after = scoresOf(model, historyFrom([...without, dislike], ITEMS + 2))[item];
            expect(after).toBeLessThanOrEqual(before + 1e-6 * Math.max(1, Math.abs(before)));
          }),
          { numRuns: 100 },
        );
      });

      it('no score depends on an earlier call', () => {
        const first = scoresOf(model, historyOf(data, 3));
        scoresOf(model, historyOf(data, 4));
        model.explain(historyOf(data, 5), 1);
        expect(scoresOf(model, historyOf(data, 3))).toEqual(first);
      });

      it('similarity is at most 1, at least -1 and never NaN; nothing is more similar than itself', () => {
        for (let item = 0; item < ITEMS; item++) {
          const out = new Float64Array(ITEMS).fill(Number.NaN);
          model.similar(item, out);
          for (const value of out) expect(value >= -1 && value <= 1).toBe(true);
          expect(out[item]).toBe(Math.max(...out));
        }
      });

      if (algorithm.predictsRatings)
        it('predicted engagement scores are the scores cut to 0-10', () => {
          const history = historyOf(data, 2);
          const out = new Float64Array(ITEMS);
          model.predictRatings?.(history, out);
          expect(out).toEqual(scoresOf(model, history).map((score) => Math.max(0, Math.min(10, score))));
        });
      else
        it('does not offer predicted engagement scores', () => {
          expect(model.predictRatings).toBeUndefined();
        });
    });

    describe('repeats', () => {
      const bytesOf = (fitted: FittedRecommender): Uint8Array => store(fitted.state());

      it('same seed, same data: same bytes', () => {
        expect(bytesOf(fit(data))).toEqual(bytesOf(model));
      });

      if (contract.seeded)
        it('another seed gives another model', () => {
          expect(bytesOf(fit(data, 2))).not.toEqual(bytesOf(model));
        });

      it('the order of the rows does not matter', () => {
        const shuffled = createRandom(8).shuffle([...rows]);
        expect(bytesOf(fit(interactionsOf(shuffled, 40, ITEMS)))).toEqual(bytesOf(model));
      });

      if (!contract.learnerOrderMatters)
        it('the order of the learners does not matter', () => {
          const turned = rows.map((row) => ({ ...row, user: 39 - row.user }));
          const other = fit(interactionsOf(turned, 40, ITEMS));
          for (let user = 0; user < 40; user++) {
            const expected = scoresOf(model, historyOf(data, user));
            const scores = scoresOf(other, historyOf(data, user));
            for (let item = 0; item < ITEMS; item++) expect(scores[item]).toBeCloseTo(expected[item], 5);
          }
        });

      it('neither scores nor memory follow the size of the ids', () => {
        const keys = [5, 7, 42, 4096, 70_000, 38_409_912, 900_000_000, 2_147_483_647];
        const small = [0, 1, 2, 3, 4, 5, 6, 7];
        const shape = (ids: readonly number[]): Row[] =>
          ids.flatMap((user, u) =>
            ids.filter((_, i) => (u * 3 + i * 5) % 4 < 2).map((item, n) => ({ user, item, at: n * 1000 })),
          );
        const dense = fit(interactionsByKey(shape(small)));
        const sparse = fit(interactionsByKey(shape(keys)));
        expect(store(sparse.state())).toEqual(store(dense.state()));
      });

      it('the same pair twice and three times trains on, the same way each time', () => {
        const pair = { user: 0, item: 0, at: 5000 };
        for (const copies of [2, 3]) {
          const repeated = interactionsOf([...rows, ...Array.from({ length: copies }, () => pair)], 40, ITEMS);
          const once = fit(repeated);
          expect(scoresOf(once, historyOf(repeated, 0)).every(Number.isFinite)).toBe(true);
          expect(bytesOf(fit(repeated))).toEqual(bytesOf(once));
        }
      });
    });

    describe('small and empty data', () => {
      const one: Row = { user: 0, item: 0 };
      const cases: readonly [string, Interactions][] = [
        ['nothing at all', interactionsOf([], 0, 0)],
        ['no learners', interactionsOf([], 0, 3)],
        ['no content', interactionsOf([], 3, 0)],
        ['no engagements', interactionsOf([], 3, 3)],
        ['one engagement', interactionsOf([one], 1, 1)],
        ['one learner', interactionsOf([one, { user: 0, item: 2 }], 1, 3)],
        ['one piece of content', interactionsOf([one, { user: 1, item: 0 }], 2, 1)],
        ['empty rows and columns', interactionsOf([one, { user: 3, item: 2 }], 5, 4)],
        [
          'only dislikes',
          interactionsOf(
            [
              { ...one, liked: false },
              { user: 1, item: 1, liked: false },
            ],
            2,
            2,
          ),
        ],
        ['only strength 0', interactionsOf([one, { user: 1, item: 1 }, one], 2, 2, { halfLifeDays: 1, now: 1e15 })],
      ];
      it.each(cases)('%s', (_, small) => {
        const fitted = fit(small);
        expect(fitted.items).toBe(small.items);
        const histories = Array.from({ length: small.users }, (_row, user) => historyOf(small, user));
        for (const history of [...histories, EMPTY_HISTORY, historyFrom([{ item: 9 }], 10)]) {
          const scores = scoresOf(fitted, history);
          expect(scores.every(Number.isFinite)).toBe(true);
          expect(topK(scores, 100, null, null)).toHaveLength(small.items);
          for (let item = 0; item < small.items; item++) {
            const { base, contributions } = fitted.explain(history, item);
            expect(contributions.reduce((total, part) => total + part, base)).toBeCloseTo(scores[item], 5);
            fitted.similar(item, scores);
            expect(scores.every((value) => value >= -1 && value <= 1)).toBe(true);
            fitted.score(history, scores);
          }
        }
        expect(store(restoreRecommender(load(store(fitted.state()))).state())).toEqual(store(fitted.state()));
      });
    });

    describe('progress', () => {
      it('reports fractions from 0 to 1 that never fall', () => {
        const fractions: number[] = [];
        algorithm.fit(data, options, { seed: 1, checkpoint: (fraction) => fractions.push(fraction), engine });
        expect(fractions.length).toBeGreaterThan(0);
        expect([...fractions].sort((a, b) => a - b)).toEqual(fractions);
        expect(fractions[0]).toBeGreaterThanOrEqual(0);
        expect(fractions.at(-1)).toBe(1);
      });

      it('stops half-way where a checkpoint throws, with that very error', () => {
        const stop = new DomainError('TRAINING_CANCELLED', 'stop');
        let thrown = 0;
        const checkpoint = (fraction: number): void => {
          if (fraction < 0.5) return;
          thrown++;
          throw stop;
        };
        expect(() => algorithm.fit(data, options, { seed: 1, checkpoint, engine })).toThrow(stop);
        expect(thrown).toBe(1);
      });
    });

    describe('stored and read again', () => {
      it.each([
        ['stored', () => restoreRecommender(load(store(model.state())))],
        ['handed over', () => restoreRecommender({ ...load(store(model.ready?.() ?? model.state())), checked: true })],
      ])('gives identical scores, explanations and similarities when %s', (_, again) => {
        const restored = again();
        expect(restored.algorithm).toBe(algorithm.name);
        expect(restored.options).toEqual(options);
        for (let user = 0; user < data.users; user++) {
          const history = historyOf(data, user);
          expect(scoresOf(restored, history)).toEqual(scoresOf(model, history));
          expect(restored.explain(history, user % ITEMS)).toEqual(model.explain(history, user % ITEMS));
        }
        const expected = new Float64Array(ITEMS);
        const out = new Float64Array(ITEMS);
        model.similar(2, expected);
        restored.similar(2, out);
        expect(out).toEqual(expected);
      });

      it('a damaged state is refused as such, or is still a whole model', () => {
        const state = load(store(model.state()));
        const arrays = Object.keys(state.arrays);
        const damage = fc.oneof(
          fc.record({ kind: fc.constant('drop'), name: fc.constantFrom(...arrays), at: fc.nat(), value: fc.double() }),
          fc.record({ kind: fc.constant('cut'), name: fc.constantFrom(...arrays), at: fc.nat(), value: fc.double() }),
          fc.record({ kind: fc.constant('set'), name: fc.constantFrom(...arrays), at: fc.nat(), value: fc.double() }),
          fc.record({
            kind: fc.constant('number'),
            name: fc.constantFrom(...Object.keys(state.numbers)),
            at: fc.nat(),
            value: fc.double(),
          }),
        );
        fc.assert(
          fc.property(damage, ({ kind, name, at, value }) => {
            const broken: RecommenderState = {
              ...state,
              numbers: kind === 'number' ? { ...state.numbers, [name]: value } : state.numbers,
              arrays: { ...state.arrays },
            };
            const copies = broken.arrays as Record<string, unknown>;
            const array = state.arrays[name];
            if (kind === 'drop') delete copies[name];
            if (kind === 'cut') copies[name] = array.slice(0, at % array.length);
            if (kind === 'set') {
              const copy = array.slice();
              copy[at % copy.length] = value;
              copies[name] = copy;
            }
            try {
              const restored = restoreRecommender(broken);
              restored.score(historyOf(data, 0), new Float64Array(restored.items));
            } catch (error) {
              expect(error).toBeInstanceOf(DomainError);
              expect((error as DomainError).code).toBe('SNAPSHOT_DAMAGED');
            }
            if (kind === 'drop' || kind === 'cut') expect(() => restoreRecommender(broken)).toThrow(DomainError);
          }),
          { numRuns: 100 },
        );
      });
    });
  });
}

/** A state as the bytes of a snapshot, the way a model is stored. */
function store(state: RecommenderState): Uint8Array {
  const { algorithm, options, numbers, arrays } = state;
  return encodeSnapshot({ meta: { algorithm, options, numbers }, arrays });
}

function load(bytes: Uint8Array): RecommenderState {
  const { meta, arrays } = decodeSnapshot(bytes);
  return { ...(meta as unknown as Omit<RecommenderState, 'arrays'>), arrays };
}
