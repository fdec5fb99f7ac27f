import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { generateSeed } from '../../../seed/generate.js';
import { loadDatabase } from '../../../src/store/database-load.js';
import { createGraphQLClient, type GraphQLClient } from '../../support/graphql-client.js';
import { startTestService, type TestService } from '../../support/service.js';
import { followJob, startTraining } from '../../support/training.js';
import { waitFor } from '../../support/wait-for.js';

/** Runs where TEST_SPARK_SUBMIT names a spark-submit; jest.config.js leaves it out elsewhere. */
const SPARK_SUBMIT = process.env['TEST_SPARK_SUBMIT'] ?? '';
const SPARK_PYTHON = process.env['TEST_SPARK_PYTHON'] ?? 'python3';
const OPTIONS = 'hyperParameters: [{ name: "factors", value: 8 }, { name: "epochs", value: 4 }]';

/** What Spark may take on a busy machine. */
const SECONDS = 200;

let folder: string;
let exchange: string;
let service: TestService;
let admin: GraphQLClient;

const environment = (more: Record<string, string> = {}): Record<string, string> => ({
  SPARK_SUBMIT,
  SPARK_PYTHON,
  SPARK_MASTER: 'local[2]',
  SPARK_DRIVER_MEMORY: '1g',
  SPARK_EXCHANGE: exchange,
  SPARK_PROPERTIES: join(folder, 'spark.conf'),
  ...more,
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'learnrec-test-'));
  exchange = join(folder, 'exchange');
  // Quick to start rather than quick for hours.
  await writeFile(
    join(folder, 'spark.conf'),
    'spark.ui.enabled false\nspark.driver.extraJavaOptions -XX:TieredStopAtLevel=1 -XX:+UseSerialGC\n',
  );
  service = await startTestService({ data: false, environment: environment() });
  const seed = generateSeed({ users: 800, contents: 150, engagements: 12_000 }, 7);
  await loadDatabase(service.container.database, {
    users: seed.learners.rows,
    contents: seed.catalogue.rows,
    engagements: seed.engagements,
  });
  admin = createGraphQLClient(service.url, service.adminToken);
});
afterAll(async () => {
  await service?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Processes of the machine whose command line names this test's folder. */
async function processesOfSpark(): Promise<string[]> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'args'], { maxBuffer: 1e8 });
  return stdout.split('\n').filter((line) => line.includes(exchange));
}

const ndcgOf = async (modelId: string) => {
  const { evaluation } = (await service.services.models.get(modelId))!;
  return evaluation!.results.find(({ contestant }) => contestant === 'COLLABORATIVE')!.ndcg;
};

describe('retrain(engine: SPARK)', () => {
  it('gives a model as any other, as good as that of the service', async () => {
    const job = await followJob(admin, await startTraining(admin, `{ engine: SPARK, ${OPTIONS} }`), SECONDS);
    expect(job).toMatchObject({ status: 'SUCCEEDED', error: null, model: { isActive: true } });
    const ours = await followJob(
      admin,
      await startTraining(
        admin,
        `{ algorithm: IALS, ${OPTIONS.replace('[', '[{ name: "countScaling", value: 1 }, ')} }`,
      ),
    );
    const there = await ndcgOf(job.model!.id);
    const here = await ndcgOf(ours.model!.id);
    expect(there.value).toBeGreaterThanOrEqual(here.low!);
    expect(there.value).toBeLessThanOrEqual(here.high!);

    // It serves, and takes new engagements in without a new training.
    await admin.data(`mutation { activateModel(id: "${job.model!.id}") { model { id } } }`);
    const ask = `{ recommendations(userId: "1", k: 5, alpha: 1) { servedBy { modelVersion foldedInEngagements } items { content { id } } } }`;
    interface Answer {
      recommendations: {
        servedBy: { modelVersion: string; foldedInEngagements: number };
        items: { content: { id: string } }[];
      };
    }
    const { recommendations: before } = await admin.data<Answer>(ask);
    expect(before.servedBy.modelVersion).toBe(job.model!.id);
    const [{ content }] = before.items;
    await admin.data(
      `mutation { recordEngagements(input: [{ userId: "1", contentId: "${content.id}", engagementType: SHARED, timestamp: "2026-01-01T00:00:00Z" }]) { recorded } }`,
    );
    const { recommendations: after } = await admin.data<Answer>(ask);
    expect(after.servedBy.foldedInEngagements).toBe(before.servedBy.foldedInEngagements + 1);
    expect(after.items.map((item) => item.content.id)).not.toContain(content.id);
    expect(await readdir(exchange)).toEqual([]);
  }, 240_000);

  it('tells how far it is, and ends Spark when it is cancelled', async () => {
    const id = await startTraining(admin, '{ engine: SPARK, hyperParameters: [{ name: "epochs", value: 1000 }] }');
    await waitFor(async () => /^fitting on Spark/.test((await service.services.training.get(id))!.phase), SECONDS);
    expect((await processesOfSpark()).length).toBeGreaterThan(0);
    await admin.data(`mutation { cancelTraining(jobId: "${id}") { userErrors { code } } }`);
    expect(await followJob(admin, id)).toMatchObject({ status: 'CANCELLED', model: null });
    await waitFor(async () => (await processesOfSpark()).length === 0);
    expect(await readdir(exchange)).toEqual([]);
  }, 240_000);

  it('shows what Spark says where it fails', async () => {
    const poor = await startTestService({ model: false, environment: environment({ SPARK_DRIVER_MEMORY: '99m' }) });
    try {
      const client = createGraphQLClient(poor.url, poor.adminToken);
      const job = await followJob(client, await startTraining(client, '{ engine: SPARK }'), SECONDS);
      expect(job).toMatchObject({ status: 'FAILED', model: null, error: { code: 'SPARK_FAILED' } });
      expect(job.error!.message).toMatch(/System memory \d+ must be at least/);
    } finally {
      await poor.close();
    }
  }, 120_000);
});
