import type { Contestant } from '../evaluation/contestants.js';
import { createIntervals, type Intervals } from '../evaluation/intervals.js';
import { catalogueMeasures, compareNdcg, meansOf, NDCG } from '../evaluation/report.js';
import { createResampler, RESAMPLES, type Resampler } from '../evaluation/resample.js';
import type { NamedGrouping } from '../evaluation/segments.js';
import { judgeReport, type Comparison, type SegmentComparison } from '../evaluation/verdict.js';
import type { ContestantResult, EvaluationResult, Measures, SegmentResult } from './messages.js';
import { curveSample, mainSample, type RankingJob } from './ranking-job.js';

type Figures = Pick<EvaluationResult, 'results' | 'comparisons' | 'verdict' | 'segments' | 'alphas'>;

/** Each half is compared with POPULARITY at this level: two are looked at, and one of both may be luck. */
const HALVES_LEVEL = 1 - 0.05 / 2;

const WHO: Readonly<Record<string, string>> = {
  COLD: 'learners without history',
  CASUAL: 'learners with 1 to 5 pieces of content',
  REGULAR: 'learners with 6 to 99 pieces of content',
  POWER: 'learners with 100 and more pieces of content',
};

/**
 * Turns what a job measured into a report.
 * @param catalogueSize items that could be recommended
 * @param alpha of HYBRID
 * @param groupings the job's, with their names
 */
export function buildReport(
  job: RankingJob,
  groupings: readonly NamedGrouping[],
  catalogueSize: number,
  alpha: number,
): Figures {
  const learners = job.relevance.users.length;
  const main = createResampler(mainSample(job));
  const intervals = intervalsOf(main, job.replicates);
  const cell = (group: number) => (contestant: Contestant, metric: number) =>
    main.cellOf(group, job.contestants.indexOf(contestant), metric);
  const compareAll = (group: number, of: number): Comparison[] =>
    job.contestants
      .filter((against) => against !== 'HYBRID')
      .map((against) => compareNdcg(intervals, cell(group), 'HYBRID', against, of));

  /** @param positions learners of the group; null for everyone */
  const resultsOf = (group: number, positions: Int32Array | null): ContestantResult[] =>
    job.contestants.map((contestant, n) => ({
      contestant,
      alpha: { HYBRID: alpha, COLLABORATIVE: 1, CONTENT: 0, POPULARITY: null, RANDOM: null, ORACLE: null }[contestant],
      ...measuresOf(intervals, (metric) => main.cellOf(group, n, metric), positions?.length ?? learners, {
        lists: listsOf(job, n, positions),
        k: job.k,
        catalogueSize,
      }),
      ...(job.contestants.includes('ORACLE') && {
        attainable: intervals.ratio(
          main.cellOf(group, n, NDCG),
          cell(group)('ORACLE', NDCG),
          positions?.length ?? learners,
        ),
      }),
    }));

  const segments: SegmentResult[] = [];
  let group = 1;
  for (const { by, names, groupOf } of groupings)
    for (let g = 0; g < names.length; g++, group++) {
      const positions = Int32Array.from(groupOf.keys()).filter((position) => groupOf[position] === g);
      segments.push({
        by,
        name: names[g],
        users: positions.length,
        results: resultsOf(group, positions),
        comparisons: compareAll(group, positions.length),
      });
    }

  const results = resultsOf(0, null);
  const comparisons = compareAll(0, learners);
  const compare = (contestant: Contestant, against: Contestant, level?: number): Comparison =>
    compareNdcg(intervals, cell(0), contestant, against, learners, level);
  return {
    results,
    comparisons,
    segments,
    alphas: curveOf(job, catalogueSize),
    verdict: judgeReport({
      k: job.k,
      learners,
      newcomers: countNewcomers(job),
      ndcg: (contestant) => results.find((result) => result.contestant === contestant)!.ndcg.value,
      hybrid: (against) => comparisons.find((comparison) => comparison.against === against)!,
      halves: [compare('COLLABORATIVE', 'POPULARITY', HALVES_LEVEL), compare('CONTENT', 'POPULARITY', HALVES_LEVEL)],
      popularity: compare('POPULARITY', 'RANDOM'),
      segments: segments.filter(({ by }) => by === 'ACTIVITY').map(againstPopularity),
    }),
  };
}

function countNewcomers({ relevance, train }: RankingJob): number {
  let count = 0;
  for (const user of relevance.users) if (train.rowPtr[user] === train.rowPtr[user + 1]) count++;
  return count;
}

function againstPopularity({ name, users, comparisons }: SegmentResult): SegmentComparison {
  return { who: WHO[name], learners: users, comparison: comparisons.find(({ against }) => against === 'POPULARITY')! };
}

/** HYBRID at each share of the curve. */
function curveOf(job: RankingJob, catalogueSize: number): ContestantResult[] {
  if (job.alphas.length === 0) return [];
  const curve = createResampler(curveSample(job));
  const intervals = intervalsOf(curve, job.curveReplicates);
  return job.alphas.map((alpha, n) => ({
    contestant: 'HYBRID',
    alpha,
    ...measuresOf(intervals, (metric) => curve.cellOf(0, n, metric), job.relevance.users.length, {
      lists: listsOf(job, job.contestants.length + n, null),
      k: job.k,
      catalogueSize,
    }),
  }));
}

function intervalsOf(resampler: Resampler, values: Float64Array): Intervals {
  const means = new Float64Array(resampler.cells);
  resampler.means(means);
  return createIntervals({ means, values, count: RESAMPLES });
}

const NONE = { value: 0, low: null, high: null };

function measuresOf(
  intervals: Intervals,
  cellOf: (metric: number) => number,
  learners: number,
  { lists, k, catalogueSize }: { lists: readonly Int32Array[]; k: number; catalogueSize: number },
): Measures {
  const { prerequisiteViolations, ...means } = meansOf(intervals, cellOf, learners);
  const known = Object.fromEntries(Object.entries(means).map(([name, value]) => [name, value ?? NONE]));
  return {
    ...(known as { [Name in keyof typeof means]: NonNullable<(typeof means)[Name]> }),
    ...catalogueMeasures(lists, k, catalogueSize),
    prerequisiteViolations,
  };
}

function listsOf({ lists, k, relevance }: RankingJob, ranking: number, positions: Int32Array | null): Int32Array[] {
  const all = lists[ranking];
  return Array.from(positions ?? relevance.users.keys(), (position) => {
    const list = all.subarray(position * k, (position + 1) * k);
    const end = list.indexOf(-1);
    return end < 0 ? list : list.subarray(0, end);
  });
}
