import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runCli } from '../../../src/cli/run-cli.js';
import { readConfig } from '../../../src/config.js';
import { openContainer } from '../../../src/container.js';
import { createLogger } from '../../../src/logger.js';
import type { RecommendationList } from '../../../src/services/recommendation.js';
import type { EvaluationReport } from '../../../src/services/evaluation-report.js';
import type { Model } from '../../../src/services/services.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';
import { fakeContext } from '../../unit/cli/fake-context.js';

describe('the command line, from an empty database to recommendations', () => {
  let database: TestDatabase;
  let folder = '';
  beforeAll(async () => {
    database = await createTestDatabase();
    folder = await mkdtemp(join(tmpdir(), 'learnrec-e2e-cli-'));
  });
  afterAll(async () => {
    await database.drop();
    await rm(folder, { recursive: true });
  });

  /** Runs one command line as its own process would: a service of its own, closed at the end. */
  async function run(...args: string[]) {
    const fake = fakeContext();
    const config = readConfig({ DATABASE_URL: database.url, LEARNREC_DATA_DIR: folder, LOG_LEVEL: 'silent' });
    const code = await runCli(args, {
      ...fake.context,
      openContainer: (options) => openContainer({ ...options, config, logger: createLogger('silent', false) }),
    });
    return { code, stdout: fake.stdout(), stderr: fake.stderr() };
  }
  const json = async <T>(...args: string[]): Promise<T> => {
    const { code, stdout, stderr } = await run(...args, '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return JSON.parse(stdout) as T;
  };

  it('finds the database up to date', async () => {
    expect(await json('migrate')).toEqual({ applied: [] });
  });

  it('says what to do before there is anything to train on', async () => {
    const { code, stderr } = await run('train', '--quiet');
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^NOT_ENOUGH_DATA: .*\n$/) });
    expect((await run('recommend', '--user', '1')).stderr).toMatch(/^MODEL_NOT_READY: /);
  });

  it('seeds an empty database, and no other unless told to', async () => {
    const size = ['--users', '800', '--contents', '300', '--engagements', '20000'];
    expect(await json('seed', ...size)).toMatchObject({ users: 800, contents: 300, engagements: 20_000, seed: 42 });
    const refused = await run('seed', ...size, '--quiet');
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toMatch(/^BAD_USER_INPUT: .*800 learners, 300 contents and 20000 engagements.*--force/);
    expect(await json('seed', ...size, '--force')).toMatchObject({ engagements: 0 });
  });

  it('imports content and engagements, and nothing twice', async () => {
    const content = join(folder, 'content.csv');
    const log = join(folder, 'log.csv');
    await writeFile(content, '\uFEFFCOURSE_ID,TITLE,level\r\n0010,"Brand new\r\ncourse",all\r\n');
    await writeFile(
      log,
      'user,item,ts\n1,0010,2025-12-30T10:00:00Z\nnewcomer,1,1767000000\n1,missing,2025-12-30T11:00:00Z\n',
    );
    expect(await json('import', 'content', content)).toMatchObject({ records: 1, stored: 1, refused: 0 });
    const first = await run('import', 'engagements', log);
    expect(first.code).toBe(3);
    expect(first.stdout).toContain('3 records: 2 inserted, 0 there already, 1 refused');
    expect(first.stdout).toContain('1 learner created');
    expect(first.stderr).toContain('line 4, column "item", value "missing": no content has this id (NOT_FOUND)');
    expect((await run('import', 'engagements', log)).stdout).toContain('0 inserted, 2 there already, 1 refused');
  });

  it('trains, and the personal lists beat popularity on what was held out', async () => {
    const model = await json<Model>('train', '--algorithm', 'ITEM_KNN', '--note', 'from the command line');
    expect(model).toMatchObject({
      isActive: true,
      algorithm: 'ITEM_KNN',
      note: 'from the command line',
      engagements: 20_002,
    });
    const report = await json<EvaluationReport>('evaluate', '--sample', '0', '-k', '10');
    const ndcg = Object.fromEntries(report.results.map(({ contestant, ndcg }) => [contestant, ndcg.value]));
    expect(ndcg['HYBRID']).toBeGreaterThan(1.3 * ndcg['POPULARITY']!);
    expect(ndcg['POPULARITY']).toBeGreaterThan(ndcg['RANDOM']!);
  });

  it('predicts the engagements of a file', async () => {
    const path = join(folder, 'test.csv');
    await writeFile(path, 'user,item\n2,0010\nstranger,3\n3,missing\n');
    const { code, stdout, stderr } = await run('evaluate', '--test', path, '--sample', '0');
    expect(code).toBe(0);
    expect(stderr).toContain('1 record of the test file left out');
    expect(stdout).toContain('2 learners ranked (1 without history)');
    expect(stdout).toContain('tested on the file');
  });

  it('recommends to a learner, k items by the given alpha', async () => {
    const list = await json<RecommendationList>('recommend', '--user', '2', '-k', '5', '--alpha', '0.7');
    expect(list.alpha).toBe(0.7);
    expect(list.items).toHaveLength(5);
    for (const { score, breakdown } of list.items)
      expect(score).toBeCloseTo(0.7 * breakdown.collaborative + 0.3 * breakdown.content, 9);
    const { stdout } = await run('recommend', '--user', '2', '-k', '5', '--alpha', '0.7');
    for (const { content, score } of list.items) {
      expect(stdout).toContain(content.id);
      expect(stdout).toContain(score.toFixed(4));
    }
    expect((await run('recommend', '--user', 'nobody')).stdout).toContain('UNKNOWN_USER');
  });
});
