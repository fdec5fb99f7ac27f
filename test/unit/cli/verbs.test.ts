import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runCli } from '../../../src/cli/run-cli.js';
import { DomainError } from '../../../src/errors.js';
import type { RecommendationList } from '../../../src/services/recommendation.js';
import type { EvaluationReport, Measure } from '../../../src/services/evaluation-report.js';
import type { Model } from '../../../src/services/services.js';
import { memoryStores } from '../services/import/memory-stores.js';
import { fakeContext } from './fake-context.js';

let folder = '';
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'learnrec-cli-'))));
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), text);
  return join(folder, name);
}

const measure = (value: number, spread: number | null): Measure => ({
  value,
  low: spread === null ? null : value - spread,
  high: spread === null ? null : value + spread,
});

const REPORT = {
  k: 10,
  protocol: 'TEMPORAL',
  users: 1234,
  coldUsers: 56,
  catalogueSize: 789,
  trainEngagements: 8000,
  testEngagements: 2000,
  cutoff: new Date('2025-10-01T00:00:00Z'),
  alpha: 0.6,
  seed: 42,
  results: (['HYBRID', 'POPULARITY'] as const).map((contestant, place) => ({
    contestant,
    alpha: place === 0 ? 0.6 : null,
    ...Object.fromEntries(
      ['precision', 'recall', 'ndcg', 'map', 'mrr', 'hitRate', 'coverage', 'novelty', 'diversity'].map((name) => [
        name,
        measure(name === 'ndcg' ? 0.125 - place / 16 : 0.5, name === 'coverage' ? null : 0.01),
      ]),
    ),
    prerequisiteViolations: null,
  })),
  comparisons: [],
  segments: [],
  alphas: [],
  verdict: { code: 'PERSONALISED_BETTER', text: 'HYBRID ranks significantly better than POPULARITY.' },
  rmse: null,
  mae: null,
  seconds: 1.5,
} as unknown as EvaluationReport;

describe('recommend', () => {
  const list = {
    id: 'list',
    userId: '42',
    alpha: 0.7,
    servedBy: {
      modelVersion: '3',
      trainedAt: new Date(0),
      algorithm: 'ITEM_KNN',
      strategy: 'HYBRID',
      foldedInEngagements: 1,
      fallbackReason: null,
    },
    items: [
      {
        rank: 1,
        score: 7.123456,
        breakdown: { collaborative: 8, content: 5 },
        content: { id: '0010', title: 'Go' },
        reasons: () => [],
      },
    ],
  } as unknown as RecommendationList;
  const asked: unknown[] = [];
  const services = {
    recommendations: {
      forUser: async (request: unknown) => {
        asked.push(request);
        return list;
      },
    },
  };

  it('prints the table of the notebook', async () => {
    const fake = fakeContext({ services });
    expect(await runCli(['recommend', '--user', '42', '-k', '5', '--alpha', '0.7'], fake.context)).toBe(0);
    expect(asked.at(-1)).toEqual({ userId: '42', k: 5, alpha: 0.7 });
    expect(fake.stdout().split('\n').slice(0, 4)).toEqual([
      'Learner 42: model 3 (ITEM_KNN), alpha 0.7, HYBRID, from 1 engaged item',
      '┌────────────┬───────┬─────────────────┐',
      '│ content_id │ title │ predicted_score │',
      '├────────────┼───────┼─────────────────┤',
    ]);
    expect(fake.stdout()).toContain('│ 0010       │ Go    │          7.1235 │');
  });

  it('prints one line of JSON for machines', async () => {
    const fake = fakeContext({ services });
    await runCli(['recommend', '-u', '42', '--json'], fake.context);
    expect(asked.at(-1)).toEqual({ userId: '42' });
    expect(fake.stdout().trimEnd()).not.toContain('\n');
    expect(JSON.parse(fake.stdout())).toMatchObject({ userId: '42', items: [{ rank: 1, score: 7.123456 }] });
    expect(fake.stderr()).toBe('');
  });
});

describe('train', () => {
  const model = {
    id: '7',
    algorithm: 'IALS',
    hyperParameters: { factors: 64 },
    parts: [{ algorithm: 'IALS', hyperParameters: { factors: 64 }, weight: 1 }],
    popularityPrior: null,
    alpha: 0.5,
    sizeBytes: 2_500_000,
    engagements: 1000,
    users: 10,
    contents: 20,
    trainingSeconds: 0.25,
    evaluation: REPORT,
    search: null,
    isActive: true,
  } as unknown as Model;

  it('passes its options, reports progress, and ends with the measures', async () => {
    const asked: unknown[] = [];
    const fake = fakeContext({
      train: async (
        request: unknown,
        { onProgress }: { onProgress(phase: string, fraction: number, detail: string): void },
      ) => {
        asked.push(request);
        for (let i = 0; i <= 100; i++) onProgress('fitting', i / 100, `epoch ${i}`);
        return model;
      },
    });
    const args = [
      'train',
      '--algorithm',
      'IALS',
      '--param',
      'factors=64',
      '--param',
      'epochs=3',
      '--seed',
      '-1',
      '--note',
      'n',
    ];
    expect(await runCli(args, fake.context)).toBe(0);
    expect(asked).toEqual([{ algorithm: 'IALS', hyperParameters: { factors: 64, epochs: 3 }, seed: -1, note: 'n' }]);
    expect(fake.stderr().split('\n').filter(Boolean)).toEqual(
      Array.from({ length: 11 }, (_, i) => `Training ${i * 10}% fitting epoch ${i * 10}`),
    );
    expect(fake.stdout()).toContain('Model 7 (IALS: factors 64) is in service.');
    expect(fake.stdout()).toMatch(/NDCG@10 +\.1250 +\.0625/);
    expect(fake.stdout()).toMatch(/ \.1150-\.1350/);
  });

  it('says why a model was kept', async () => {
    const activation = { decision: 'KEPT', reason: 'It is significantly worse.', comparedWith: '6', comparison: null };
    const fake = fakeContext({ train: async () => ({ ...model, isActive: false, activation }) });
    expect(await runCli(['train', '--quiet'], fake.context)).toBe(0);
    expect(fake.stdout()).toContain('is stored, and not in service.');
    expect(fake.stdout()).toContain('\nIt is significantly worse.\n');
  });

  it('stops at Ctrl-C and says so', async () => {
    const fake = fakeContext({
      train: (_: unknown, { signal }: { signal: AbortSignal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () =>
            reject(new DomainError('TRAINING_CANCELLED', 'The training was cancelled.')),
          );
          setImmediate(fake.interrupt);
        }),
    });
    expect(await runCli(['train'], fake.context)).toBe(130);
    expect(fake.stderr()).toMatch(/Cancelled\.\n$/);
    expect(fake.calls.closed).toBe(1);
  });
});

describe('evaluate', () => {
  it('prints measures by contestants with intervals, and what was measured', async () => {
    const asked: unknown[] = [];
    const fake = fakeContext({
      evaluate: {
        run: async (request: unknown) => {
          asked.push(request);
          return REPORT;
        },
      },
    });
    expect(await runCli(['evaluate', '--sample', '0', '-k', '10', '--quiet'], fake.context)).toBe(0);
    expect(asked).toEqual([{ sampleSize: 0, k: 10 }]);
    expect(fake.stdout()).toMatch(/HYBRID.*POPULARITY/);
    expect(fake.stdout().replaceAll('\n', ' ')).toContain(
      '1,234 learners ranked (56 without history), 789 items; split by time at 2025-10-01T00:00:00.000Z; ' +
        '8,000 training and 2,000 test engagements; alpha 0.6; seed 42; 1.5 s.',
    );
    expect(fake.stdout()).toContain('HYBRID ranks significantly better than POPULARITY.');
    for (const line of fake.stdout().split('\n')) expect(line.length).toBeLessThanOrEqual(100);
    expect(fake.stderr()).toBe('');
  });

  it('asks for parts of the learners and a curve, and shows them', async () => {
    const asked: unknown[] = [];
    const [hybrid] = REPORT.results;
    const report = {
      ...REPORT,
      alphas: [0, 0.5].map((alpha) => ({ ...hybrid, alpha })),
      segments: [{ by: 'DEPARTMENT', name: 'Design and a great deal more', users: 7, results: REPORT.results }],
    };
    const fake = fakeContext({
      evaluate: {
        run: async (request: unknown) => {
          asked.push(request);
          return report;
        },
      },
    });
    const options = ['--alphas', '0,0.5', '--segments', 'department,activity', '--quiet'];
    expect(await runCli(['evaluate', ...options], fake.context)).toBe(0);
    expect(asked).toEqual([{ alphas: [0, 0.5], segments: ['DEPARTMENT', 'ACTIVITY'] }]);
    expect(fake.stdout()).toMatch(
      /NDCG@10 by department +learners +HYBRID +POPULARITY\nDesign and a great … +7 +\.1250/,
    );
    expect(fake.stdout()).toMatch(/alpha +NDCG@10 .*\n0 +\.1250/);
    expect(await runCli(['evaluate', '--segments', 'age'], fake.context)).toBe(2);
    expect(fake.stderr()).toContain('It must be of activity, department, seniority.');
  });

  it('evaluates by a protocol, and predicted scores in folds', async () => {
    const asked: unknown[] = [];
    const errors = { rmse: 0.9, mae: 0.7 };
    const fake = fakeContext({
      evaluate: {
        run: async (request: unknown) => {
          asked.push(request);
          return { ...REPORT, protocol: 'LEAVE_LAST_OUT', cutoff: null, refitted: true };
        },
        scoreFolds: async (request: unknown) => {
          asked.push(request);
          return {
            algorithm: 'SVD',
            hyperParameters: { factors: 100 },
            ofModel: false,
            pairs: 1000,
            users: 20,
            items: 80,
            scale: [0.5, 5],
            folds: [0.01, 0.03].map((more) => ({
              pairs: 500,
              descent: { rmse: errors.rmse + more, mae: errors.mae },
              served: errors,
            })),
            seed: 3,
            seconds: 1.5,
          };
        },
      },
    });
    expect(await runCli(['evaluate', '--protocol', 'leave-last-out', '--quiet'], fake.context)).toBe(0);
    expect(fake.stdout().replaceAll('\n', ' ')).toContain(
      'the last content of each learner held out, the model fitted anew',
    );
    const folds = ['evaluate', '--protocol', 'score-folds', '--folds', '2', '--seed', '3', '--quiet'];
    expect(await runCli(folds, fake.context)).toBe(0);
    expect(asked).toEqual([{ protocol: 'LEAVE_LAST_OUT' }, { folds: 2, seed: 3 }]);
    // Mean .92, deviation of .91 and .93 from it .01.
    expect(fake.stdout()).toMatch(/RMSE +0\.9100 +0\.9300 +0\.9200 +0\.0100\n/);
    expect(fake.stdout().replaceAll('\n', ' ')).toContain('because the active model predicts no scores');
    expect(await runCli(['evaluate', '--protocol', 'guess'], fake.context)).toBe(2);
  });

  it('compares the active model with another', async () => {
    const asked: unknown[] = [];
    const fake = fakeContext({
      services: { models: { active: async () => ({ id: '7' }) } },
      significance: async (request: unknown) => {
        asked.push(request);
        return {
          difference: null,
          text: 'Models 3 and 7 cannot be compared: there was too little data to hold any out.',
        };
      },
    });
    expect(await runCli(['evaluate', '--against', '3', '--sample', '0', '--quiet'], fake.context)).toBe(0);
    expect(asked).toEqual([{ a: '3', b: '7', sampleSize: 0 }]);
    expect(fake.stdout()).toBe('Models 3 and 7 cannot be compared: there was too little data to hold any out.\n');
  });

  it('reads a test file without storing it', async () => {
    const memory = memoryStores();
    await memory.stores.contents.upsertMany([{ id: 'c', title: 'C' }]);
    const seen: { length: number; contentPk: Int32Array }[] = [];
    const fake = fakeContext({
      stores: memory.stores,
      evaluate: {
        runOn: async (test: { length: number; contentPk: Int32Array }) => {
          seen.push(test);
          return { ...REPORT, protocol: 'TEST_FILE', cutoff: null };
        },
      },
    });
    const path = await file('test.csv', 'who,item\nu,c\nu,unknown\n');
    expect(await runCli(['evaluate', '--test', path, '--map', 'who=user_id'], fake.context)).toBe(0);
    expect(seen.map(({ length, contentPk }) => [length, ...contentPk])).toEqual([[1, 1]]);
    expect(memory.users.size).toBe(0);
    expect(fake.stderr()).toContain('line 3, column "item", value "unknown": no content has this id (NOT_FOUND)');
    expect(fake.stdout()).toContain('tested on the file');
  });
});

describe('import', () => {
  it('stores good rows, lists bad ones, and ends with 3', async () => {
    const { stores, contents } = memoryStores();
    const fake = fakeContext({ stores });
    const path = await file('c.csv', 'nr,title,rating,level\n1,One,5,all\n2,Two,4,spicy\n3,Three,3,expert\n');
    expect(await runCli(['import', 'content', path, '--map', 'nr=id'], fake.context)).toBe(3);
    expect([...contents.keys()]).toEqual(['1', '3']);
    expect(fake.stderr()).toContain('line 3, column "level", value "spicy": difficultyLevel must be one of');
    expect(fake.stdout()).toContain('3 records: 2 inserted, 0 updated, 0 there just so, 1 refused, in ');
    expect(fake.stdout()).toContain('Read: nr as id, title as title, level as difficultyLevel.');
    expect(fake.stdout()).toContain('Ignored columns: rating.');
  });

  it('reports several files as a list, in JSON', async () => {
    const { stores } = memoryStores();
    const fake = fakeContext({ stores });
    const paths = [await file('a.csv', 'id\n1\n'), await file('b.csv', 'id\n2\n3\n')];
    expect(await runCli(['import', 'users', ...paths, '--json'], fake.context)).toBe(0);
    expect(JSON.parse(fake.stdout())).toMatchObject([
      { path: paths[0], kind: 'users', records: 1, stored: 1, errors: [] },
      { path: paths[1], records: 2, stored: 2 },
    ]);
    expect(fake.stderr()).toBe('');
  });

  it('says what is wrong with a file that is not there', async () => {
    const fake = fakeContext(memoryStores());
    expect(await runCli(['import', 'users', join(folder, 'nowhere.csv')], fake.context)).toBe(1);
    expect(fake.stderr()).toMatch(/^BAD_USER_INPUT: Cannot read ".*nowhere\.csv": there is no such file\.\n$/);
  });
});
