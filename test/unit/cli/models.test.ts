import { describe, expect, it } from '@jest/globals';
import { runCli } from '../../../src/cli/run-cli.js';
import { DomainError } from '../../../src/errors.js';
import type { Model, TrainingJob } from '../../../src/services/services.js';
import { fakeContext } from './fake-context.js';

const model = (id: string, over: Partial<Model> = {}): Model =>
  ({
    id,
    createdAt: new Date('2026-01-02T03:04:05Z'),
    algorithm: 'IALS',
    hyperParameters: { factors: 64 },
    parts: [{ algorithm: 'IALS', hyperParameters: { factors: 64 }, weight: 1 }],
    popularityPrior: null,
    alpha: 0.7,
    isActive: false,
    activatedAt: null,
    note: null,
    sizeBytes: 2_500_000,
    engagements: 1234,
    users: 10,
    contents: 20,
    lastEngagementAt: new Date('2025-12-31T00:00:00Z'),
    trainingSeconds: 12.5,
    timings: [
      { phase: 'fitting', seconds: 10 },
      { phase: 'measuring', seconds: 2.5 },
    ],
    evaluation: { k: 10, results: [{ contestant: 'HYBRID', ndcg: { value: 0.25, low: 0.2, high: 0.3 } }] },
    fault: null,
    activation: { decision: 'ACTIVATED', reason: 'No model was in service.', comparedWith: null, comparison: null },
    ...over,
  }) as unknown as Model;

describe('models', () => {
  const stored = [
    model('4', { fault: 'It is stored in format 1: train again.' }),
    model('3', { activation: { decision: 'KEPT', reason: 'It is worse.', comparedWith: '2', comparison: null } }),
    model('2', { isActive: true, note: 'a\u001b[31m' }),
  ];
  const run = async (args: string[], models: object) => {
    const fake = fakeContext({ services: { models } });
    const code = await runCli(['models', ...args], fake.context);
    return { code, lines: fake.stdout().trimEnd().split('\n'), err: fake.stderr(), opened: fake.calls.opened };
  };

  it('lists what is stored, and how each stands', async () => {
    const asked: unknown[] = [];
    const list = async (page: unknown) => (asked.push(page), { edges: stored.map((node) => ({ node })) });
    const { code, lines, opened } = await run(['list', '-n', '3'], { list });
    expect([code, asked, opened]).toEqual([0, [{ first: 3 }], [{ serving: false }]]);
    expect(lines.find((line) => / 4 /.test(line))).toMatch(
      /cannot serve.*IALS.*2026-01-02 03:04.*1,234.*0\.2500.*2\.5/,
    );
    expect(lines.find((line) => / 3 /.test(line))).toContain('kept back');
    expect(lines.find((line) => / 2 /.test(line))).toMatch(/active/);
    expect(lines.join('')).not.toContain('\u001b');
    expect((await run(['list'], { list: async () => ({ edges: [] }) })).lines).toEqual([
      'There are no models: `learnrec train` makes one.',
    ]);
  });

  it('shows all of one, the active one where none is named', async () => {
    const { lines } = await run(['show'], { active: async () => stored[2] });
    expect(lines).toEqual([
      'Model 2: IALS: factors 64; alpha 0.7',
      '  state      active',
      '  stored     2026-01-02 03:04, 2.5 MB',
      '  data       1,234 engagements of 10 learners with 20 contents, the newest of 2025-12-31 00:00',
      '  training   12.5 s: fitting 10.0 s, measuring 2.5 s',
      '  measured   NDCG@10 0.2500 (95% interval 0.2000 to 0.3000)',
      '  gate       ACTIVATED: No model was in service.',
      '  note       a [31m',
    ]);
    const one = await run(['show', '4'], { get: async () => stored[0] });
    expect(one.lines).toContain('  fault      It is stored in format 1: train again.');
    const none = await run(['show', '9'], { get: async () => null });
    expect([none.code, none.err]).toEqual([1, 'NOT_FOUND: No model has the id "9".\n']);
  });

  it('activates and deletes', async () => {
    const done: string[] = [];
    const models = {
      activate: async (id: string) => (done.push(`activate ${id}`), model(id, { isActive: true })),
      delete: async (id: string) => {
        if (id === '2') throw new DomainError('BAD_USER_INPUT', 'Model 2 serves: activate another one first.');
        done.push(`delete ${id}`);
        return id;
      },
    };
    expect((await run(['activate', '3'], models)).lines).toEqual(['Model 3 (IALS: factors 64) is in service.']);
    expect((await run(['delete', '4'], models)).lines).toEqual(['Model 4 is deleted.']);
    expect((await run(['delete', '2'], models)).code).toBe(1);
    expect(done).toEqual(['activate 3', 'delete 4']);
  });
});

describe('jobs', () => {
  const job = (id: string, over: Partial<TrainingJob> = {}): TrainingJob => ({
    id,
    status: 'SUCCEEDED',
    phase: 'done',
    progress: 1,
    algorithm: 'AUTO',
    engine: 'LOCAL',
    createdAt: new Date('2026-01-02T03:04:00Z'),
    startedAt: new Date('2026-01-02T03:05:00Z'),
    finishedAt: new Date('2026-01-02T03:05:12.500Z'),
    error: null,
    modelId: '7',
    ...over,
  });
  const all = [
    job('j4', { status: 'QUEUED', startedAt: null, finishedAt: null, modelId: null, progress: 0 }),
    job('j3', { status: 'RUNNING', finishedAt: null, modelId: null, progress: 0.42, phase: 'fitting' }),
    job('j2', { status: 'FAILED', modelId: null, error: { code: 'NOT_ENOUGH_DATA', message: 'Too little.' } }),
    job('j1'),
  ];
  const run = async (args: string[], training: object) => {
    const fake = fakeContext({ services: { training } });
    const code = await runCli(['jobs', ...args], fake.context);
    return { code, lines: fake.stdout().trimEnd().split('\n'), err: fake.stderr() };
  };

  it('lists trainings, and what came of them', async () => {
    const { lines } = await run(['list'], { list: async () => ({ edges: all.map((node) => ({ node })) }) });
    const of = (id: string) => lines.find((line) => line.includes(id));
    expect(of('j4')).toMatch(/QUEUED.*AUTO.*2026-01-02 03:04/);
    expect(of('j3')).toMatch(/RUNNING.*42%, fitting/);
    expect(of('j2')).toMatch(/FAILED.*12\.5 s.*NOT_ENOUGH_DATA: Too little\./);
    expect(of('j1')).toMatch(/SUCCEEDED.*12\.5 s.*model 7/);
    expect((await run(['list'], { list: async () => ({ edges: [] }) })).lines[0]).toMatch(
      /No training was asked for yet/,
    );
  });

  it('shows one', async () => {
    expect((await run(['show', 'j1'], { get: async () => all[3] })).lines).toEqual([
      'Training j1 (AUTO)',
      '  status     SUCCEEDED',
      '  asked for  2026-01-02 03:04',
      '  begun      2026-01-02 03:05',
      '  ended      2026-01-02 03:05, after 12.5 s',
      '  outcome    model 7',
    ]);
    expect(await run(['show', 'no'], { get: async () => null })).toMatchObject({
      code: 1,
      err: expect.stringContaining('No training job has the id "no"'),
    });
  });

  it('cancels one', async () => {
    const cancel = async (id: string) => (id === 'j3' ? all[1] : job(id, { status: 'CANCELLED' }));
    expect((await run(['cancel', 'j3'], { cancel })).lines).toEqual(['Training j3 is told to stop.']);
    expect((await run(['cancel', 'j4'], { cancel })).lines).toEqual(['Training j4 is CANCELLED.']);
  });
});
