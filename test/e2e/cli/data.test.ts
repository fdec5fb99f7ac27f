import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runCli } from '../../../src/cli/run-cli.js';
import { readConfig } from '../../../src/config.js';
import { openContainer, type Container } from '../../../src/container.js';
import { createLogger } from '../../../src/logger.js';
import type { ImportReport } from '../../../src/services/import/import-file.js';
import type { EvaluationReport } from '../../../src/services/evaluation-report.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';
import { fakeContext } from '../../unit/cli/fake-context.js';

let folder = '';
const databases: TestDatabase[] = [];
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'learnrec-e2e-data-'))));
afterAll(async () => {
  for (const database of databases) await database.drop();
  await rm(folder, { recursive: true });
});

/** A command line over a database of its own. */
async function openCli() {
  const database = await createTestDatabase();
  databases.push(database);
  const config = readConfig({ DATABASE_URL: database.url, LEARNREC_DATA_DIR: folder, LOG_LEVEL: 'silent' });
  const open = (): Promise<Container> => openContainer({ config, logger: createLogger('silent', false) });
  const run = async (...args: string[]) => {
    const fake = fakeContext();
    const code = await runCli(args, { ...fake.context, openContainer: open });
    return { code, stdout: fake.stdout(), stderr: fake.stderr() };
  };
  return {
    open,
    run,
    json: async <T>(...args: string[]): Promise<T> => {
      const { code, stdout, stderr } = await run(...args, '--json');
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      return JSON.parse(stdout) as T;
    },
  };
}
type Cli = Awaited<ReturnType<typeof openCli>>;

/** Everything stored as lines, in no order that tells of storage, without surrogate keys and times of writing. */
async function everything(cli: Cli): Promise<string[]> {
  const container = await cli.open();
  const { users, contents, engagements, feedback } = container.stores;
  const rows: object[] = [];
  for (const store of [users, contents, engagements, feedback])
    for await (const batch of store.readAll()) rows.push(...batch);
  await container.close();
  const hidden = ['pk', 'createdAt', 'updatedAt'];
  return rows.map((row) => JSON.stringify(Object.entries(row).filter(([name]) => !hidden.includes(name)))).sort();
}

const KINDS = ['users', 'content', 'engagements', 'feedback'] as const;
/** Those that `seed` makes up. */
const SEEDED = KINDS.slice(0, 3);
const SIZE = ['--users', '300', '--contents', '120', '--engagements', '6000'];

describe('export and import', () => {
  it.each(['csv', 'jsonl.gz'])('copy a database by %s files, to the last null and empty text', async (ending) => {
    const from = await openCli();
    await from.json('seed', ...SIZE);
    const container = await from.open();
    await container.services.users.upsert([{ id: ' "q"\n', title: '', department: null }]);
    await container.services.contents.upsert([
      { id: ';|', title: 'Odd id', prerequisites: ['1', 'x,1'] },
      { id: 'x,1', title: '', description: 'a\r\n"b"', tags: ['a;b', '', ' '], retiredAt: new Date(0), language: '' },
    ]);
    await container.services.engagements.record([
      { userId: ' "q"\n', contentId: 'x,1', timestamp: new Date(1), liked: false, idempotencyKey: 'k,"1"' },
    ]);
    await container.services.feedback.give({ userId: ' "q"\n', contentId: 'x,1', kind: 'TOO_HARD' });
    await container.services.feedback.give({ userId: ' "q"\n', contentId: 'x,1', kind: 'ALREADY_KNOW' });
    await container.services.feedback.give({ userId: '1', contentId: '2', kind: 'MORE_LIKE_THIS' });
    await container.close();

    const to = await openCli();
    for (const kind of KINDS) {
      const path = join(folder, `${kind}.${ending}`);
      const written = await from.json<{ records: number }>('export', kind, path);
      const dry = await to.json<ImportReport>('import', kind, path, '--dry-run');
      const report = await to.json<ImportReport>('import', kind, path);
      expect(dry).toEqual({ ...report, dryRun: true, seconds: expect.any(Number) });
      expect(report).toMatchObject({ records: written.records, inserted: written.records, refused: 0 });
    }
    const [before, after] = [await everything(from), await everything(to)];
    expect(after).toHaveLength(before.length);
    expect(after.filter((line, place) => line !== before[place])).toEqual([]);
    for (const kind of KINDS) {
      const again = await to.json<ImportReport>('import', kind, join(folder, `${kind}.${ending}`));
      expect(again).toMatchObject({ inserted: 0, updated: 0, refused: 0 });
    }
  });
});

describe('prerequisites of imported content', () => {
  it('may name what stands later in the file; what names nothing or closes a circle is refused, in a dry run too', async () => {
    const cli = await openCli();
    const path = join(folder, 'prerequisites.csv');
    await writeFile(path, 'id,title,prerequisites\nc,C,b;a\nb,B,a\na,A,\nx,X,y\ny,Y,x\nz,Z,nowhere\n');
    const dry = await cli.run('import', 'content', path, '--dry-run');
    expect(dry.code).toBe(3);
    expect(dry.stdout).toContain('6 records: 3 inserted, 0 updated, 0 there just so, 3 refused');
    const { code, stderr } = await cli.run('import', 'content', path);
    expect(code).toBe(3);
    expect(stderr).toContain('prerequisites form a cycle: "x" requires "y" requires "x"');
    expect(stderr).toContain('prerequisites name content that does not exist: "nowhere"');
    const container = await cli.open();
    const rows = await container.stores.contents.all();
    await container.close();
    expect(new Map(rows.map(({ id, prerequisites }) => [id, prerequisites]))).toEqual(
      new Map([
        ['a', []],
        ['b', ['a']],
        ['c', ['b', 'a']],
      ]),
    );
  });
});

describe('the options of import', () => {
  it('reach the import: a dry run, mappings, a time zone and a file of refusals', async () => {
    const cli = await openCli();
    const path = (name: string): string => join(folder, name);
    await writeFile(path('courses.csv'), 'nr,name,level\n1,One,guru\n2,Two,spicy\n');
    await writeFile(path('log.csv'), 'user,item,ts\nu,1,2025-07-01 12:00\n');
    const options = ['--map', 'nr=id', '--value', 'difficulty_level.guru=ADVANCED', '--rejects', path('rejects.csv')];
    const dry = await cli.run('import', 'content', path('courses.csv'), ...options, '--dry-run');
    expect(dry.code).toBe(3);
    expect(dry.stdout).toContain(
      'dry run, nothing written: 2 records: 1 inserted, 0 updated, 0 there just so, 1 refused',
    );
    expect(await everything(cli)).toEqual([]);
    expect((await readFile(path('rejects.csv'), 'utf8')).split('\n')).toEqual([
      'file,line,column,value,reason,code',
      expect.stringMatching(/courses\.csv,3,level,spicy,"?difficultyLevel must be one of .*,BAD_USER_INPUT$/),
      '',
    ]);
    expect((await cli.run('import', 'content', path('courses.csv'), ...options)).code).toBe(3);
    await cli.json('import', 'engagements', path('log.csv'), '--timezone', 'Europe/Berlin');
    const stored = (await everything(cli)).join('\n');
    expect(stored).toContain('"ADVANCED"');
    expect(stored).toContain('2025-07-01T10:00:00.000Z');
    for (const wrong of [
      ['--value', 'guru=ADVANCED'],
      ['--format', 'xml'],
    ])
      expect((await cli.run('import', 'content', path('courses.csv'), ...wrong)).code).toBe(2);
    const nowhere = await cli.run('import', 'engagements', path('log.csv'), '--timezone', 'Mars/Olympus', '--quiet');
    expect(nowhere).toMatchObject({ code: 1, stderr: expect.stringMatching(/^BAD_USER_INPUT: .*no time zone/) });
  });
});

describe('seed --csv', () => {
  it('writes the same bytes for the same seed, and what the database would get', async () => {
    const cli = await openCli();
    const read = (name: string, kind: string): Promise<Buffer> => readFile(join(folder, name, `${kind}.csv`));
    for (const name of ['one', 'two']) await cli.json('seed', ...SIZE, '--csv', join(folder, name));
    await cli.json('seed', ...SIZE, '--csv', join(folder, 'other'), '--seed', '43');
    expect(await everything(cli)).toEqual([]);
    for (const kind of SEEDED) {
      expect((await read('one', kind)).equals(await read('two', kind))).toBe(true);
      expect((await read('one', kind)).equals(await read('other', kind))).toBe(false);
    }
    const seeded = await openCli();
    await seeded.json('seed', ...SIZE);
    for (const kind of SEEDED) await seeded.json('export', kind, join(folder, `exported-${kind}.csv`));
    for (const kind of SEEDED)
      expect(await readFile(join(folder, `exported-${kind}.csv`), 'utf8')).toBe(String(await read('one', kind)));
  });
});

describe('evaluate --truth', () => {
  const measure = async (profile: string, ...size: string[]) => {
    const cli = await openCli();
    const truth = join(folder, `${profile}.truth`);
    await cli.json('seed', '--profile', profile, '--truth', truth, ...size);
    await cli.json('train', '--algorithm', 'ITEM_KNN');
    const report = await cli.json<EvaluationReport>('evaluate', '--sample', '0', '--truth', truth);
    const ndcg = Object.fromEntries(report.results.map(({ contestant, ndcg }) => [contestant, ndcg]));
    return { report, ndcg };
  };

  it('realistic: nobody reaches the oracle, and the hybrid is beyond popularity', async () => {
    const { report, ndcg } = await measure(
      'realistic',
      '--users',
      '800',
      '--contents',
      '300',
      '--engagements',
      '20000',
    );
    const { attainable } = report;
    expect(attainable!.share!.value).toBeCloseTo(ndcg['HYBRID']!.value / attainable!.ndcg.value, 12);
    expect(ndcg['HYBRID']!.value).toBeGreaterThan(1.3 * ndcg['POPULARITY']!.value);
    for (const [contestant, { value }] of Object.entries(ndcg))
      if (contestant !== 'ORACLE') expect(value).toBeLessThan(attainable!.ndcg.low!);
    expect(report.verdict!.code).toBe('PERSONALISED_BETTER');
  });

  it('reference: there is nothing beyond popularity, and the evaluation says so', async () => {
    const { report, ndcg } = await measure(
      'reference',
      '--users',
      '2000',
      '--contents',
      '200',
      '--engagements',
      '60000',
    );
    const { ndcg: oracle } = report.attainable!;
    const popularity = ndcg['POPULARITY']!;
    // The oracle knows the weights that popularity estimates.
    expect(oracle.value).toBeGreaterThan(popularity.low! * 0.95);
    expect(oracle.value).toBeLessThan(popularity.high! * 1.05);
    expect(ndcg['HYBRID']!.value).toBeLessThanOrEqual(popularity.high!);
    expect(popularity.value).toBeGreaterThan(2 * ndcg['RANDOM']!.value);
    expect(['ONLY_POPULARITY', 'POPULARITY_BETTER']).toContain(report.verdict!.code);
    expect(report.verdict!.text).toContain('nothing but popularity can be learnt from it');
  });
});
