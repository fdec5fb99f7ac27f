import { createOracle } from '../evaluation/oracle.js';
import { popularityLists, randomList } from '../evaluation/baselines.js';
import { createJudge, WIDTH } from '../evaluation/judge.js';
import { errorSums } from '../evaluation/rating-errors.js';
import { createResampler, RESAMPLES } from '../evaluation/resample.js';
import type { HybridModel } from '../model/hybrid/hybrid-model.js';
import { decodeHybrid } from '../model/hybrid/hybrid-snapshot.js';
import { createVocabulary, historyOf, type Interactions } from '../model/interactions.js';
import type { Engine } from '../model/kernels/engine.js';
import { isReady } from '../model/prerequisites/readiness.js';
import { rowDot } from '../model/sparse.js';
import { rememberPairs } from './remember-pairs.js';
import { createLearnerRanker } from './learner-ranker.js';
import { countCohorts, learnerTraits } from './learner-traits.js';
import { oracleLists } from './oracle-lists.js';
import { curveSample, mainSample, type LearnerPrerequisites, type RankingJob } from './ranking-job.js';

/** Places of the job's control: the next chunk of learners and the next replicate to take, for all threads. */
export const NEXT_CHUNK = 0;
export const NEXT_REPLICATE = 1;

/** Learners that a thread takes at once. */
const CHUNK = 256;

/** Called between chunks with what is done of all; throws to stop. */
export type Pause = (fraction: number, detail: string) => void;

/**
 * Takes chunks of learners until none is left, ranks the whole catalogue for each in every way and measures the lists. Any
 * number of threads may do so at once, each on an engine of its own: a learner's values do not depend on who computes them.
 */
export function rankChunks(job: RankingJob, engine: Engine, pause: Pause): void {
  const { space, train, relevance, k, tieRank, hidden, alpha, contestants, lists, tables, control } = job;
  const learners = relevance.users.length;
  const items = space.vectors.rows;
  engine.scope(() => {
    const model = decodeHybrid(job.snapshot, engine).serving;
    const traits = learnerTraits(job.learners);
    const users = createVocabulary(job.userPk);
    const ranker = createLearnerRanker({
      model,
      space,
      tieRank,
      hidden,
      learners: {
        data: train,
        traitsOf: (place) => traits(job.userPk[place]),
        cohortOf: countCohorts(train, users, job.learners, model.popularity),
      },
      k,
      engine,
    });
    const counts = new Float64Array(items);
    for (let item = 0; item < model.popularity.length; item++) counts[item] = model.popularity[item];
    const popular = popularityLists(counts, tieRank);
    const oracle =
      job.truth && oracleLists(job, job.truth, createOracle(job.truth.keyed.truth, job.truth.from, job.truth.to));
    const judge = createJudge(
      relevance,
      {
        popularity: job.engaged,
        users: job.activeLearners,
        contentSimilarity: rememberPairs((a, b) => rowDot(space.vectors, a, b), items),
        isUnready: job.prerequisites ? unreadiness(job.prerequisites, relevance.users, hidden) : undefined,
      },
      items,
      k,
    );
    const place = new Map(contestants.map((name, n) => [name, n]));
    const predict = job.test && model.collaborative.predictRatings ? predictor(job, model, job.test) : null;
    const rankings = [alpha, 1, 0, ...job.alphas];

    for (;;) {
      const from = Atomics.add(control, NEXT_CHUNK, CHUNK);
      if (from >= learners) return;
      pause(from / learners, `${from} of ${learners} learners`);
      ranker.rank(relevance.users.subarray(from, from + CHUNK), rankings, (offset, blended, excluded) => {
        const position = from + offset;
        const user = relevance.users[position];
        const judged: { ranking: number; list: Int32Array }[] = [];
        const keep = (ranking: number, list: Int32Array): void => {
          lists[ranking].set(list, position * k);
          const at = position * WIDTH;
          // A share of 1 or 0 has the list of a half: measured once.
          const same = judged.find((one) => one.list === list);
          if (same) tables[ranking].set(tables[same.ranking].subarray(at, at + WIDTH), at);
          else {
            judge(position, list, tables[ranking], at);
            judged.push({ ranking, list });
          }
        };
        keep(place.get('HYBRID')!, blended[0]);
        keep(place.get('COLLABORATIVE')!, blended[1]);
        keep(place.get('CONTENT')!, blended[2]);
        keep(place.get('POPULARITY')!, popular(excluded, k));
        keep(place.get('RANDOM')!, randomList(job.seed, user, excluded, k));
        if (oracle) keep(place.get('ORACLE')!, oracle(user, excluded));
        predict?.(position, user);
        job.alphas.forEach((_, n) => keep(contestants.length + n, blended[3 + n]));
      });
    }
  });
}

/** Takes replicates until none is left. */
export function resampleChunks(job: RankingJob, pause: Pause): void {
  const main = createResampler(mainSample(job));
  const curve = createResampler(curveSample(job));
  for (;;) {
    const number = Atomics.add(job.control, NEXT_REPLICATE, 1);
    if (number >= RESAMPLES) return;
    pause(number / RESAMPLES, 'intervals');
    main.replicate(number, job.replicates.subarray(number * main.cells, (number + 1) * main.cells));
    if (job.alphas.length > 0)
      curve.replicate(number, job.curveReplicates.subarray(number * curve.cells, (number + 1) * curve.cells));
  }
}

/** Writes the errors of one learner's predicted scores. Items later than the fit take the mean of the others. */
function predictor(
  { train, errors, space }: RankingJob,
  { collaborative }: HybridModel,
  test: Interactions,
): (position: number, user: number) => void {
  const predicted = new Float64Array(space.vectors.rows);
  const known = predicted.subarray(0, collaborative.items);
  return (position, user) => {
    if (test.rowPtr[user] === test.rowPtr[user + 1]) return;
    collaborative.predictRatings!(historyOf(train, user), known);
    if (known.length < predicted.length)
      predicted.fill(known.reduce((sum, score) => sum + score, 0) / known.length, known.length);
    const { squares, absolute, pairs } = errorSums(user, predicted, test, train);
    errors.set([squares, absolute, pairs], 3 * position);
  };
}

/** What was deleted since is required of nobody. */
function unreadiness(
  { graph, ptr, completed }: LearnerPrerequisites,
  users: Int32Array,
  hidden: Uint8Array,
): (position: number, item: number) => boolean {
  let of = -1;
  let done = new Set<number>();
  return (position, item) => {
    if (of !== position) {
      of = position;
      done = new Set(completed.subarray(ptr[users[position]], ptr[users[position] + 1]));
    }
    return !isReady(graph, (required) => done.has(required) || hidden[required] === 1, item);
  };
}
