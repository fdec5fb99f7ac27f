import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGraphQLClient, type GraphQLClient } from '../support/graphql-client.js';
import { createSubscriptionClient } from '../support/subscription-client.js';
import { startTestService, type TestService } from '../support/service.js';
import { waitFor } from '../support/wait-for.js';

interface Measure {
  value: number;
  low: number | null;
  high: number | null;
}
type Measures = Record<
  'precision' | 'recall' | 'ndcg' | 'map' | 'mrr' | 'hitRate' | 'coverage' | 'novelty' | 'diversity',
  Measure
>;
interface Report {
  k: number;
  protocol: string;
  users: number;
  coldUsers: number;
  catalogueSize: number;
  trainEngagements: number;
  testEngagements: number;
  cutoff: string | null;
  alpha: number;
  seed: number;
  results: ({ contestant: string; alpha: number | null; exposureGini: Measure } & Measures)[];
  comparisons: { against: string; value: number; low: number; high: number; outcome: string }[];
  verdict: { code: string; text: string };
  segments: { by: string; name: string; users: number; results: { contestant: string; ndcg: Measure }[] }[];
  alphas: { alpha: number; ndcg: Measure }[];
}

const REPORT = `fragment report on EvaluationReport {
  k protocol users coldUsers catalogueSize trainEngagements testEngagements cutoff alpha seed
  results {
    contestant alpha
    precision { ...m } recall { ...m } ndcg { ...m } map { ...m } mrr { ...m } hitRate { ...m }
    coverage { ...m } novelty { ...m } diversity { ...m } exposureGini { ...m }
  }
  comparisons { against value low high outcome }
  verdict { code text }
  segments { by name users results { contestant ndcg { ...m } } }
  alphas { alpha ndcg { ...m } }
}
fragment m on Measure { value low high }`;

describe('evaluation', () => {
  let service: TestService;
  let client: GraphQLClient;
  beforeAll(async () => {
    service = await startTestService();
    client = createGraphQLClient(service.url);
  });
  afterAll(() => service?.close());

  const evaluate = async (args: string): Promise<Report> =>
    (await client.data<{ evaluation: Report }>(`{ evaluation(${args}) { ...report } } ${REPORT}`)).evaluation;

  it('measures on a temporal hold-out of all rows', async () => {
    const report = await evaluate('sampleSize: 0, k: 5, seed: 7');
    expect(report).toMatchObject({ k: 5, protocol: 'TEMPORAL', coldUsers: 0, catalogueSize: 30, seed: 7 });
    // All 37 have held-out items; about a third of them fitted the calibration and are not measured.
    expect(report.users).toBeGreaterThan(37 / 2);
    expect(report.users).toBeLessThan(37);
    expect(report.trainEngagements + report.testEngagements).toBe(37 * 9);
    expect(report.testEngagements).toBeGreaterThanOrEqual(37);
    expect(Date.parse(report.cutoff!)).toBeGreaterThan(Date.UTC(2025, 0, 1));
  });

  it('finds what can be learnt: the blend ranks far better than chance and popularity', async () => {
    const { results } = await evaluate('sampleSize: 0, k: 5');
    expect(results.map((result) => result.contestant)).toEqual([
      'HYBRID',
      'COLLABORATIVE',
      'CONTENT',
      'POPULARITY',
      'RANDOM',
    ]);
    const ndcg = Object.fromEntries(results.map((result) => [result.contestant, result.ndcg.value]));
    expect(ndcg['HYBRID']!).toBeGreaterThan(2 * ndcg['RANDOM']!);
    expect(ndcg['HYBRID']!).toBeGreaterThan(ndcg['POPULARITY']!);
    expect(results.map((result) => result.alpha === null)).toEqual([false, false, false, true, true]);
  });

  it('says so in a code and in words, with the difference that it rests on', async () => {
    const { results, comparisons, verdict } = await evaluate('sampleSize: 0, k: 5');
    expect(comparisons.map(({ against }) => against)).toEqual(['COLLABORATIVE', 'CONTENT', 'POPULARITY', 'RANDOM']);
    const personal = comparisons.find(({ against }) => against === 'POPULARITY')!;
    const [hybrid, popularity] = ['HYBRID', 'POPULARITY'].map(
      (name) => results.find(({ contestant }) => contestant === name)!.ndcg.value,
    );
    expect(personal.value).toBeCloseTo(hybrid! - popularity!, 12);
    expect(personal.outcome).toBe('BETTER');
    expect(personal.low).toBeGreaterThan(0);
    expect(verdict.code).toBe('PERSONALISED_BETTER');
    expect(verdict.text).toContain(`NDCG@5 ${hybrid!.toFixed(4)} against ${popularity!.toFixed(4)}`);
  });

  it('measures parts of the learners and a curve over alpha where they are asked for', async () => {
    const report = await evaluate('sampleSize: 0, k: 5, alphas: [0, 1, 0.5], segments: [ACTIVITY, DEPARTMENT]');
    for (const by of ['ACTIVITY', 'DEPARTMENT']) {
      const parts = report.segments.filter((segment) => segment.by === by);
      expect(parts.reduce((sum, { users }) => sum + users, 0)).toBe(report.users);
      // The mean over all learners is that of the parts, by their learners.
      const mean = parts.reduce((sum, { users, results }) => sum + users * results[0]!.ndcg.value, 0) / report.users;
      expect(mean).toBeCloseTo(report.results[0]!.ndcg.value, 10);
    }
    const of = (name: string) => report.results.find(({ contestant }) => contestant === name)!.ndcg;
    expect(report.alphas.map(({ alpha }) => alpha)).toEqual([0, 1, 0.5]);
    expect(report.alphas[0]!.ndcg).toEqual(of('CONTENT'));
    expect(report.alphas[1]!.ndcg).toEqual(of('COLLABORATIVE'));
  });

  it('refuses alphas out of range and too many of them', async () => {
    for (const alphas of ['[1.5]', '[0.5, 0.5]', `[${Array.from({ length: 22 }, (_, n) => n / 22).join()}]`]) {
      const error = await client.error(`{ evaluation(alphas: ${alphas}) { k } }`);
      expect(error.extensions.code).toBe('BAD_USER_INPUT');
      expect(error.message).toContain('alphas must hold 1 to 21 distinct numbers from 0 to 1');
    }
  });

  it('has values in their ranges, inside their intervals', async () => {
    const { results } = await evaluate('sampleSize: 20, k: 3');
    const shares = ['precision', 'recall', 'ndcg', 'map', 'mrr', 'hitRate', 'coverage', 'diversity'] as const;
    for (const result of results) {
      for (const { value, low, high } of [...shares.map((name) => result[name]), result.exposureGini]) {
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
        if (low !== null && high !== null) {
          expect(low).toBeLessThanOrEqual(value);
          expect(high).toBeGreaterThanOrEqual(value);
        }
      }
      expect(Number.isFinite(result.novelty.value)).toBe(true);
    }
  });

  it('gives the same report for the same seed, and ranks a sample where one is asked for', async () => {
    const first = await evaluate('sampleSize: 10, k: 4, alpha: 0.5, seed: 3');
    expect(await evaluate('sampleSize: 10, k: 4, alpha: 0.5, seed: 3')).toEqual(first);
    expect(first).toMatchObject({ users: 10, alpha: 0.5, seed: 3 });
  });

  it('fits anew for another protocol, tells how far it has come, and hands over the report', async () => {
    const live = createSubscriptionClient(service.url, service.adminToken);
    const followed = live.subscribe<{ evaluationProgress: { phase: string; progress: number; report: Report | null } }>(
      `subscription {
        evaluationProgress(protocol: LEAVE_LAST_OUT, sampleSize: 0, k: 5) { phase progress report { ...report } }
      } ${REPORT}`,
    );
    await waitFor(() => followed.completed || followed.errors.length > 0);
    expect(followed.errors).toEqual([]);
    const values = followed.values.map(({ evaluationProgress }) => evaluationProgress);
    const shares = values.map(({ progress }) => progress);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(values.at(-1)).toMatchObject({ phase: 'done', progress: 1 });
    // All 37 learners with a history have two pieces of content and more; one of each is held out.
    expect(values.at(-1)!.report).toMatchObject({ protocol: 'LEAVE_LAST_OUT', users: 37, testEngagements: 37, k: 5 });
    await live.close();
  });

  it('is for administrators where it fits anew', async () => {
    const live = createSubscriptionClient(service.url);
    const refused = live.subscribe('subscription { evaluationProgress(protocol: STRATIFIED) { phase } }');
    await waitFor(() => refused.errors.length > 0);
    expect(refused.errors[0]!.extensions.code).toMatch(/UNAUTHENTICATED|FORBIDDEN/);
    await live.close();
  });

  it('is MODEL_NOT_READY without a model', async () => {
    const empty = await startTestService({ data: false });
    const error = await createGraphQLClient(empty.url).error('{ evaluation { k } }');
    await empty.close();
    expect(error.extensions.code).toBe('MODEL_NOT_READY');
  });
});
