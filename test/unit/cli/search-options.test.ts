import { describe, expect, it } from '@jest/globals';
import { runCli } from '../../../src/cli/run-cli.js';
import { searchText } from '../../../src/cli/search-options.js';
import type { Search } from '../../../src/services/training-search.js';
import { fakeContext } from './fake-context.js';

const SEARCH: Search = {
  method: 'HALVING',
  objective: 'NDCG',
  seed: 42,
  trials: (
    [
      { number: 1, hyperParameters: { factors: 64, epochs: 15 }, share: 1 / 3, value: 0.11, seconds: 2, reused: false },
      { number: 2, hyperParameters: { factors: 32, epochs: 15 }, share: 1 / 3, value: 0.12, seconds: 1, reused: true },
      {
        number: 3,
        hyperParameters: { factors: 128, epochs: 15 },
        share: 1 / 3,
        value: null,
        seconds: 1,
        reused: false,
      },
      { number: 2, hyperParameters: { factors: 32, epochs: 15 }, share: 1, value: 0.1312, seconds: 4, reused: false },
    ] as const
  ).map((trial) => ({
    ...trial,
    algorithm: 'IALS',
    low: null,
    high: null,
    outcome: trial.value === null ? 'REFUSED' : trial.share === 1 ? 'CHOSEN' : 'TRIED',
    reason: null,
  })),
  best: 2,
  complete: false,
  budgetSeconds: 600,
  learners: 2000,
  seconds: 8,
};

describe('train --search', () => {
  async function train(...args: string[]): Promise<{ code: number; asked: unknown; stderr: string }> {
    let asked: unknown;
    const fake = fakeContext({
      train: async (request: unknown) => {
        asked = request;
        throw new Error('enough');
      },
    });
    const code = await runCli(['train', ...args], fake.context);
    return { code, asked, stderr: fake.stderr() };
  }

  it('hands the search on', async () => {
    const args = ['--search', 'halving', '--trials', '27', '--budget', '600', '--objective', 'ndcg', '--resume'];
    expect((await train('--algorithm', 'IALS', '--param', 'factors=64', ...args)).asked).toEqual({
      algorithm: 'IALS',
      hyperParameters: { factors: 64 },
      search: { method: 'HALVING', trials: 27, budgetSeconds: 600, objective: 'NDCG', resume: true },
    });
    expect((await train('--search', 'random')).asked).toEqual({ search: { method: 'RANDOM' } });
    expect((await train()).asked).toEqual({});
    expect((await train('--algorithm', 'AUTO', '--budget', '60')).asked).toEqual({
      algorithm: 'AUTO',
      timeBudgetSeconds: 60,
    });
  });

  it.each([
    [['--search', 'grid'], 'random or halving'],
    [['--search', 'random', '--trials', '0'], '1 to 1000'],
    [['--search', 'random', '--objective', 'mae'], 'ndcg or rmse'],
    [['--trials', '5'], '--search random'],
    [['--resume'], '--search random'],
  ])('refuses %j, saying what it takes', async (args, remedy) => {
    const { code, asked, stderr } = await train(...args);
    expect(code).not.toBe(0);
    expect(asked).toBeUndefined();
    expect(stderr).toContain(remedy);
  });
});

describe('the table of a search', () => {
  const lines = searchText(SEARCH).split('\n');

  it('shows what was varied, and marks what was chosen on the most data', () => {
    expect(lines[1]).toMatch(/trial.*factors.*learners.*NDCG@10.*time/);
    expect(lines[1]).not.toContain('epochs');
    expect(lines.filter((line) => line.includes('*'))).toEqual([
      expect.stringMatching(/2 \*.*32.*100%.*0\.1312.*4\.0 s/),
      expect.stringContaining('* is what was chosen'),
    ]);
    expect(lines.find((line) => line.includes('128'))).toContain('refused');
    expect(lines.find((line) => line.includes('0.1200'))).toContain('known');
  });

  it('says how it went', () => {
    expect(lines.at(-1)).toMatch(/^Successive halving over 3 configurations .* 8\.0 s.* The budget ended it early\.$/);
    expect(searchText({ ...SEARCH, complete: true })).not.toContain('budget');
  });
});
