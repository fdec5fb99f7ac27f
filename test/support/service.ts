import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../src/config.js';
import { openContainer, type Container } from '../../src/container.js';
import { createServer } from '../../src/graphql/server.js';
import { createLogger } from '../../src/logger.js';
import type { Services } from '../../src/services/services.js';
import { compileAfter } from './compile-after.js';
import { createTestDatabase } from './postgres.js';

export const TEST_ADMIN_TOKEN = 'test-admin-token-0123456789';

export interface TestService {
  /** With a slash at the end. */
  readonly url: string;
  readonly adminToken: string;
  readonly services: Services;
  readonly container: Container;
  close(): Promise<void>;
}

export interface TestServiceOptions {
  /** Fill with the clustered data below; default true. */
  readonly data?: boolean;
  /** Train and activate a model on it; default true. */
  readonly model?: boolean;
  readonly openRoles?: readonly ('READER' | 'WRITER' | 'ADMIN')[];
  readonly poolSize?: number;
  /** Run trainings in this process; default true. */
  readonly worker?: boolean;
  /** More variables of the environment. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Topics of the test catalogue: ten items each, c1..c10, c11..c20, c21..c30. */
const TOPICS = [
  { name: 'Python', domain: 'Data Science', department: 'Data' },
  { name: 'Kubernetes', domain: 'Cloud', department: 'Engineering' },
  { name: 'Negotiation', domain: 'Leadership', department: 'Sales' },
];
const FORMS = [
  'Introduction to',
  'Advanced',
  'Practical',
  'Testing with',
  'Patterns of',
  'Debugging',
  'Scaling',
  'Securing',
  'Measuring',
  'Teaching',
];
const START = Date.UTC(2025, 0, 1);
const HOUR = 3_600_000;

/**
 * Forty learners, u1..u40: the learner n likes the topic n % 3 and engages eight of its ten items, one of another topic, over
 * time; u38, u39 and u40 have no engagement. Thirty items, c1..c30. What is missing from a topic is what should be recommended.
 */
export async function fillTestData(services: Services): Promise<void> {
  await services.users.upsert(
    Array.from({ length: 40 }, (_, n) => ({
      id: `u${n + 1}`,
      title: `${TOPICS[(n + 1) % 3].department} Specialist`,
      department: TOPICS[(n + 1) % 3].department,
      seniorityLevel: 'MID' as const,
    })),
  );
  await services.contents.upsert(
    TOPICS.flatMap((topic, t) =>
      FORMS.map((form, f) => ({
        id: `c${t * 10 + f + 1}`,
        title: `${form} ${topic.name}`,
        domain: topic.domain,
        subtopic: topic.name,
        difficultyLevel: f < 5 ? ('BEGINNER' as const) : ('ADVANCED' as const),
        contentType: 'Video',
        language: 'en',
      })),
    ),
  );
  const engagements = Array.from({ length: 37 }, (_, n) => n + 1).flatMap((n) => {
    const topic = n % 3;
    const own = Array.from({ length: 8 }, (_, j) => topic * 10 + ((n * 3 + j) % 10) + 1);
    const other = ((topic + 1) % 3) * 10 + (n % 10) + 1;
    return [...own.slice(0, 4), other, ...own.slice(4)].map((c, step) => ({
      userId: `u${n}`,
      contentId: `c${c}`,
      timestamp: new Date(START + (step * 40 + n) * HOUR),
      durationSeconds: c === other ? 30 : 900,
      liked: c === other ? null : true,
      engagementType: c === other ? ('VIEWED' as const) : ('COMPLETED' as const),
    }));
  });
  const { recorded, userErrors } = await services.engagements.record(engagements);
  if (userErrors.length > 0 || recorded !== engagements.length)
    throw new Error(`test data: ${JSON.stringify(userErrors)}`);
}

/** A whole service on a database of its own: HTTP server, queue worker, listener. */
export async function startTestService(options: TestServiceOptions = {}): Promise<TestService> {
  const database = await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'learnrec-test-'));
  const config = readConfig({
    DATABASE_URL: database.url,
    ADMIN_TOKEN: TEST_ADMIN_TOKEN,
    LEARNREC_DATA_DIR: dataDir,
    POOL_SIZE: String(options.poolSize ?? 5),
    LOG_LEVEL: 'silent',
    // Tests swap models that differ in quality at will.
    GATE: 'off',
    ...options.environment,
  });
  const logger = createLogger(config.logLevel, false);
  const container = await openContainer({
    config,
    logger,
    embedded: false,
    worker: options.worker ?? true,
    live: true,
  });
  if (options.data ?? true) {
    await fillTestData(container.services);
    if (options.model ?? true) await container.train({ algorithm: 'ITEM_KNN' });
  }
  const server = await createServer({
    services: container.services,
    config: {
      adminToken: TEST_ADMIN_TOKEN,
      openRoles: new Set(options.openRoles ?? ['READER', 'WRITER']),
      production: true,
      compileAfter: compileAfter(),
      trustedDocuments: config.trustedDocuments,
    },
    logger,
  });
  const { url } = await server.listen(0, '127.0.0.1');
  return {
    url,
    adminToken: TEST_ADMIN_TOKEN,
    services: container.services,
    container,
    close: async () => {
      await server.close();
      await container.close();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
