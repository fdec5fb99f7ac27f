import { describe, expect, it } from '@jest/globals';
import type { Contestant } from '../../../src/evaluation/contestants.js';
import { judgeReport, outcomeOf, type Comparison, type VerdictInput } from '../../../src/evaluation/verdict.js';

type Bounds = readonly [value: number, low: number, high: number];
const ABOVE: Bounds = [0.02, 0.01, 0.03];
const AROUND: Bounds = [0.001, -0.002, 0.004];
const BELOW: Bounds = [-0.02, -0.03, -0.01];

function comparison(contestant: Contestant, against: Contestant, [value, low, high]: Bounds): Comparison {
  const difference = { value, low, high };
  return { contestant, against, ...difference, outcome: outcomeOf(difference) };
}

function judge(
  hybrid: Partial<Record<Contestant, Bounds>>,
  halves: readonly [Bounds, Bounds] = [AROUND, AROUND],
  more: Partial<VerdictInput> = {},
) {
  return judgeReport({
    k: 10,
    learners: 500,
    newcomers: 0,
    ndcg: (contestant) =>
      ({ HYBRID: 0.1, COLLABORATIVE: 0.09, CONTENT: 0.05, POPULARITY: 0.08 })[contestant as 'HYBRID'],
    hybrid: (against) => comparison('HYBRID', against, hybrid[against] ?? ABOVE),
    halves: [comparison('COLLABORATIVE', 'POPULARITY', halves[0]), comparison('CONTENT', 'POPULARITY', halves[1])],
    popularity: comparison('POPULARITY', 'RANDOM', ABOVE),
    segments: [],
    ...more,
  });
}

describe('outcomeOf', () => {
  it('asks whether the interval leaves 0 out', () => {
    const of = ([value, low, high]: readonly [number, number | null, number | null]) => outcomeOf({ value, low, high });
    expect([ABOVE, AROUND, BELOW, [0, 0, 0], [1, null, null]].map((bounds) => of(bounds as Bounds))).toEqual([
      'BETTER',
      'NO_DIFFERENCE',
      'WORSE',
      'NO_DIFFERENCE',
      'NO_DIFFERENCE',
    ]);
  });
});

describe('the verdict', () => {
  // HYBRID against POPULARITY, the better half against POPULARITY, POPULARITY and HYBRID against RANDOM.
  const TABLE: readonly [string, Bounds, Bounds, Bounds, Bounds][] = [
    ['PERSONALISED_BETTER', ABOVE, ABOVE, ABOVE, ABOVE],
    ['PERSONALISED_BETTER', ABOVE, AROUND, AROUND, AROUND],
    ['ONE_HALF_BETTER', AROUND, ABOVE, ABOVE, ABOVE],
    ['ONE_HALF_BETTER', BELOW, ABOVE, ABOVE, ABOVE],
    ['ONLY_POPULARITY', AROUND, AROUND, ABOVE, ABOVE],
    ['ONLY_POPULARITY', AROUND, BELOW, ABOVE, AROUND],
    ['ONLY_POPULARITY', AROUND, AROUND, AROUND, ABOVE],
    ['POPULARITY_BETTER', BELOW, AROUND, ABOVE, ABOVE],
    ['POPULARITY_BETTER', BELOW, BELOW, ABOVE, BELOW],
    ['NOTHING_LEARNT', AROUND, AROUND, AROUND, AROUND],
    ['NOTHING_LEARNT', BELOW, AROUND, BELOW, BELOW],
  ];
  it.each(TABLE)('is %s', (code, hybrid, half, popularity, random) => {
    for (const halves of [[half, AROUND] as const, [AROUND, half] as const]) {
      const verdict = judge({ POPULARITY: hybrid, RANDOM: random }, halves, {
        popularity: comparison('POPULARITY', 'RANDOM', popularity),
      });
      expect(verdict.code).toBe(code);
    }
  });

  it('does not judge histories where nobody has one', () => {
    const verdict = judge({ POPULARITY: AROUND, RANDOM: ABOVE }, [AROUND, AROUND], { newcomers: 500 });
    expect(verdict.code).toBe('ONLY_POPULARITY');
    expect(verdict.text).toContain('No learner that was measured has a history');
    expect(verdict.text).not.toContain('can be learnt from it');
  });

  it('says so with the figures', () => {
    expect(judge({ COLLABORATIVE: AROUND }).text).toBe(
      'HYBRID ranks significantly better than POPULARITY: NDCG@10 0.1000 against 0.0800, +0.0200 (95% interval +0.0100 to ' +
        '+0.0300). It does not differ significantly from its better half, COLLABORATIVE: +0.0010 (95% interval -0.0020 to +0.0040).',
    );
  });

  it('says that nothing but popularity can be learnt, and when a model is below it', () => {
    const nothing =
      'No personalised ranking is significantly better than popularity on this data: nothing but popularity can be learnt from it.';
    expect(judge({ POPULARITY: AROUND }).text).toBe(
      `${nothing} HYBRID against POPULARITY: +0.0010 (95% interval -0.0020 to +0.0040).`,
    );
    expect(judge({ POPULARITY: BELOW }).text).toBe(
      `${nothing} HYBRID ranks significantly worse than POPULARITY: NDCG@10 0.1000 against 0.0800, -0.0200 (95% interval ` +
        '-0.0300 to -0.0100). Train with the algorithm POPULARITY or AUTO.',
    );
  });

  it('compares with the better half, by its sign, and names equal lists as such', () => {
    expect(judge({ COLLABORATIVE: ABOVE }).text).toContain(
      'significantly better than its better half, COLLABORATIVE: +',
    );
    expect(judge({ COLLABORATIVE: BELOW }).text).toContain(
      'significantly worse than its better half, COLLABORATIVE: -',
    );
    expect(judge({ COLLABORATIVE: [0, 0, 0] }).text).toContain('It ranks as its better half, COLLABORATIVE.');
    const ndcg = (contestant: Contestant): number => (contestant === 'CONTENT' ? 0.2 : 0.1);
    expect(judge({ CONTENT: BELOW }, undefined, { ndcg }).text).toContain('worse than its better half, CONTENT');
  });

  it('names the learners for whom it is not better', () => {
    const segment = (who: string, learners: number, bounds: Bounds) => ({
      who,
      learners,
      comparison: comparison('HYBRID', 'POPULARITY', bounds),
    });
    const { text } = judge({}, undefined, {
      segments: [
        segment('newcomers', 100, AROUND),
        segment('regulars', 100, ABOVE),
        segment('experts', 19, BELOW),
        segment('veterans', 20, BELOW),
      ],
    });
    expect(text).toContain('For newcomers (100) it is not significantly better than POPULARITY');
    expect(text).toContain('For veterans (20) it is significantly worse than POPULARITY');
    expect(text).not.toMatch(/regulars|experts/);
  });

  it('says nothing of fewer than 20 learners', () => {
    expect(judge({}, undefined, { learners: 1 })).toEqual({
      code: 'TOO_FEW_LEARNERS',
      text: 'Only 1 learner could be measured; it takes 20 to say anything.',
    });
    expect(judge({}, undefined, { learners: 20 }).code).toBe('PERSONALISED_BETTER');
  });
});
