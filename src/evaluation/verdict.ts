import type { Contestant } from './contestants.js';
import type { Difference } from './intervals.js';

export const OUTCOMES = ['BETTER', 'NO_DIFFERENCE', 'WORSE'] as const;
/** BETTER and WORSE: the interval of the difference leaves 0 out. */
export type Outcome = (typeof OUTCOMES)[number];

export const VERDICTS = [
  'PERSONALISED_BETTER',
  'ONE_HALF_BETTER',
  'ONLY_POPULARITY',
  'POPULARITY_BETTER',
  'NOTHING_LEARNT',
  'TOO_FEW_LEARNERS',
] as const;
/**
 * PERSONALISED_BETTER: HYBRID is significantly better than POPULARITY. ONE_HALF_BETTER: HYBRID is not, one of its halves is.
 * ONLY_POPULARITY: none of the three is. POPULARITY_BETTER: nor that, and HYBRID is significantly worse. NOTHING_LEARNT: neither
 * HYBRID nor POPULARITY is better than RANDOM. TOO_FEW_LEARNERS: fewer than 20 were measured.
 */
export type VerdictCode = (typeof VERDICTS)[number];

export interface Verdict {
  readonly code: VerdictCode;
  /** Sentences for people, with the figures that they rest on. */
  readonly text: string;
}

/** NDCG@k of one contestant less another's. */
export interface Comparison extends Difference {
  readonly contestant: Contestant;
  readonly against: Contestant;
  readonly outcome: Outcome;
}

/** Learners of one kind, compared with POPULARITY. */
export interface SegmentComparison {
  /** For the sentence: "learners without history". */
  readonly who: string;
  readonly learners: number;
  readonly comparison: Comparison;
}

export interface VerdictInput {
  readonly k: number;
  readonly learners: number;
  /** Of them, those without any history in the training part. */
  readonly newcomers: number;
  /** Mean NDCG@k. */
  readonly ndcg: (contestant: Contestant) => number;
  /** HYBRID against each of the others, at 95%. */
  readonly hybrid: (against: Contestant) => Comparison;
  /** Each half against POPULARITY, at 97.5% because two are looked at. */
  readonly halves: readonly Comparison[];
  /** POPULARITY against RANDOM, at 95%. */
  readonly popularity: Comparison;
  readonly segments: readonly SegmentComparison[];
}

/** Below this many learners an interval says little. */
export const FEWEST_LEARNERS = 20;

export function outcomeOf({ low, high }: Difference): Outcome {
  if (low !== null && low > 0) return 'BETTER';
  return high !== null && high < 0 ? 'WORSE' : 'NO_DIFFERENCE';
}

/** What a report comes to, by a fixed table over the intervals of differences. */
export function judgeReport(input: VerdictInput): Verdict {
  const { learners, ndcg, hybrid, halves, popularity } = input;
  if (learners < FEWEST_LEARNERS)
    return {
      code: 'TOO_FEW_LEARNERS',
      text: `Only ${learners} ${learners === 1 ? 'learner' : 'learners'} could be measured; it takes ${FEWEST_LEARNERS} to say anything.`,
    };
  const personal = hybrid('POPULARITY');
  if (personal.outcome === 'BETTER')
    return {
      code: 'PERSONALISED_BETTER',
      text: [
        `HYBRID ranks significantly better than POPULARITY: NDCG@${input.k} ${figure(ndcg('HYBRID'))} against ${figure(ndcg('POPULARITY'))}, ${difference(personal)}.`,
        againstHalf(input),
        ...exceptions(input),
      ].join(' '),
    };
  const better = halves.find(({ outcome }) => outcome === 'BETTER');
  if (better)
    return {
      code: 'ONE_HALF_BETTER',
      text: [
        `HYBRID is not significantly better than POPULARITY (${difference(personal)}), but its half ${better.contestant} is (${difference(better, '97.5%')}).`,
        againstHalf(input),
      ].join(' '),
    };
  if (popularity.outcome !== 'BETTER' && hybrid('RANDOM').outcome !== 'BETTER')
    return {
      code: 'NOTHING_LEARNT',
      text: `Neither HYBRID (${difference(hybrid('RANDOM'))}) nor POPULARITY (${difference(popularity)}) ranks significantly better than RANDOM: nothing can be learnt from this data.`,
    };
  const nothing =
    input.newcomers === learners
      ? 'No learner that was measured has a history in the training part: this tells how newcomers are served, and nothing of what can be learnt from histories. For them no personalised ranking is significantly better than popularity.'
      : 'No personalised ranking is significantly better than popularity on this data: nothing but popularity can be learnt from it.';
  if (personal.outcome === 'WORSE')
    return {
      code: 'POPULARITY_BETTER',
      text: `${nothing} HYBRID ranks significantly worse than POPULARITY: NDCG@${input.k} ${figure(ndcg('HYBRID'))} against ${figure(ndcg('POPULARITY'))}, ${difference(personal)}. Train with the algorithm POPULARITY or AUTO.`,
    };
  return { code: 'ONLY_POPULARITY', text: `${nothing} HYBRID against POPULARITY: ${difference(personal)}.` };
}

function againstHalf({ ndcg, hybrid }: VerdictInput): string {
  const half: Contestant = ndcg('CONTENT') > ndcg('COLLABORATIVE') ? 'CONTENT' : 'COLLABORATIVE';
  const compared = hybrid(half);
  if (compared.value === 0 && compared.low === 0 && compared.high === 0) return `It ranks as its better half, ${half}.`;
  switch (compared.outcome) {
    case 'BETTER':
      return `It is significantly better than its better half, ${half}: ${difference(compared)}.`;
    case 'WORSE':
      return `It is significantly worse than its better half, ${half}: ${difference(compared)}.`;
    case 'NO_DIFFERENCE':
      return `It does not differ significantly from its better half, ${half}: ${difference(compared)}.`;
  }
}

function exceptions({ segments }: VerdictInput): string[] {
  const lacking = segments.filter(
    ({ learners, comparison }) => learners >= FEWEST_LEARNERS && comparison.outcome !== 'BETTER',
  );
  return lacking.map(({ who, learners, comparison }) => {
    const how = comparison.outcome === 'WORSE' ? 'is significantly worse than' : 'is not significantly better than';
    return `For ${who} (${learners}) it ${how} POPULARITY: ${difference(comparison)}.`;
  });
}

const figure = (value: number): string => value.toFixed(4);
const signed = (value: number): string => `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(4)}`;

function difference({ value, low, high }: Difference, level = '95%'): string {
  return low === null || high === null
    ? signed(value)
    : `${signed(value)} (${level} interval ${signed(low)} to ${signed(high)})`;
}
