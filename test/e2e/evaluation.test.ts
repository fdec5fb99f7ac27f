import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGraphQLClient, type GraphQLClient } from '../support/graphql-client.js';
import { startTestService, type TestService } from '../support/service.js';

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
  results: ({ contestant: string; alpha: number | null } & Measures)[];
}

const REPORT = `fragment report on EvaluationReport {
  k protocol users coldUsers catalogueSize trainEngagements testEngagements cutoff alpha seed
  results {
    contestant alpha
    precision { ...m } recall { ...m } ndcg { ...m } map { ...m } mrr { ...m } hitRate { ...m }
    coverage { ...m } novelty { ...m } diversity { ...m }
  }
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

  it('has values in their ranges, inside their intervals', async () => {
    const { results } = await evaluate('sampleSize: 20, k: 3');
    const shares = ['precision', 'recall', 'ndcg', 'map', 'mrr', 'hitRate', 'coverage', 'diversity'] as const;
    for (const result of results) {
      for (const { value, low, high } of shares.map((name) => result[name])) {
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

  it('is MODEL_NOT_READY without a model', async () => {
    const empty = await startTestService({ data: false });
    const error = await createGraphQLClient(empty.url).error('{ evaluation { k } }');
    await empty.close();
    expect(error.extensions.code).toBe('MODEL_NOT_READY');
  });
});
