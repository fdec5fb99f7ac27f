import type { Relevance } from '../evaluation/relevance.js';
import type { CalibrationSamples } from '../model/hybrid/calibrate.js';
import type { Halves } from '../model/hybrid/hybrid-model.js';
import { historyOf, type History, type Interactions } from '../model/interactions.js';
import type { Random } from '../model/random.js';
import { topK } from '../model/top-k.js';
import type { Checkpoint } from './progress.js';

/** A learner's best scores of a half that all stand for themselves: there rankings are decided. */
const BEST = 100;
/** Of the others, one in so many is kept, and stands for that many. */
const ONE_IN = 16;

export interface SampledHalves {
  readonly collaborative: CalibrationSamples;
  readonly content: CalibrationSamples;
}

/**
 * What calibration learns from: for each learner and half, of what was not seen, everything relevant, the best scores, and a
 * sixteenth of the rest with the weight of all of it. So many learners fit into memory where all pairs of few would.
 * @param score writes both halves' raw scores
 */
export function sampleHalves(
  train: Interactions,
  relevance: Relevance,
  items: number,
  score: (history: History, out: Halves) => void,
  random: Random,
  checkpoint: Checkpoint,
): SampledHalves {
  const raw: Halves = { collaborative: new Float64Array(items), content: new Float64Array(items) };
  const collectors = { collaborative: createCollector(), content: createCollector() };
  const seen = new Uint8Array(items);
  const relevant = new Uint8Array(items);
  const isBest = new Uint8Array(items);
  for (let u = 0; u < relevance.users.length; u++) {
    const history = historyOf(train, relevance.users[u]);
    score(history, raw);
    const own = relevance.items.subarray(relevance.ptr[u], relevance.ptr[u + 1]);
    for (const item of own) relevant[item] = 1;
    for (const item of history.items) seen[item] = 1;
    const offset = random.integer(ONE_IN);
    for (const half of ['collaborative', 'content'] as const) {
      const scores = raw[half];
      const best = topK(scores, BEST, seen, null);
      for (const item of best) isBest[item] = 1;
      for (let i = 0; i < items; i++) {
        if (seen[i] === 1) continue;
        if (relevant[i] === 1 || isBest[i] === 1) collectors[half].push(scores[i], relevant[i], 1);
        else if (i % ONE_IN === offset) collectors[half].push(scores[i], 0, ONE_IN);
      }
      for (const item of best) isBest[item] = 0;
    }
    for (const item of own) relevant[item] = 0;
    for (const item of history.items) seen[item] = 0;
    if ((u & 15) === 0) checkpoint(u / relevance.users.length, `${u} of ${relevance.users.length} learners`);
  }
  return { collaborative: collectors.collaborative.samples(), content: collectors.content.samples() };
}

function createCollector() {
  let size = 0;
  let score = new Float64Array(4096);
  let relevant = new Uint8Array(4096);
  let weight = new Float64Array(4096);
  const grown = <T extends Float64Array | Uint8Array>(array: T, larger: T): T => {
    larger.set(array);
    return larger;
  };
  return {
    push(value: number, isRelevant: number, stands: number): void {
      if (size === score.length) {
        score = grown(score, new Float64Array(2 * size));
        relevant = grown(relevant, new Uint8Array(2 * size));
        weight = grown(weight, new Float64Array(2 * size));
      }
      score[size] = value;
      relevant[size] = isRelevant;
      weight[size++] = stands;
    },
    samples: (): CalibrationSamples => ({
      score: score.subarray(0, size),
      relevant: relevant.subarray(0, size),
      weight: weight.subarray(0, size),
    }),
  };
}
