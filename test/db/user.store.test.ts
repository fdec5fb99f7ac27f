import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDatabase, type Database } from '../../src/store/database.js';
import { createUserStore, type UserStore } from '../../src/store/user.store.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

let test: TestDatabase;
let db: Database;
let users: UserStore;

beforeAll(async () => {
  test = await createTestDatabase();
  db = await openDatabase(test.url);
  users = createUserStore(db);
});

afterAll(async () => {
  await db.close();
  await test.drop();
});

describe('upsertMany', () => {
  it('adds rows and returns them in the order of the input', async () => {
    const rows = await users.upsertMany([
      { id: 'zoe', title: 'Data Analyst', department: 'Finance', seniorityLevel: 'MID', learningStyle: 'VISUAL' },
      { id: '0010' },
      { id: 'adam', title: 'Nurse' },
    ]);
    expect(rows.map(({ id }) => id)).toEqual(['zoe', '0010', 'adam']);
    expect(rows[0]).toMatchObject({
      title: 'Data Analyst',
      department: 'Finance',
      seniorityLevel: 'MID',
      learningStyle: 'VISUAL',
    });
    expect(rows[1]).toMatchObject({ title: null, department: null, seniorityLevel: null, learningStyle: null });
    expect(rows[0].createdAt).toBeInstanceOf(Date);
  });

  it('keeps what is undefined and clears what is null, row by row', async () => {
    await users.upsertMany([
      { id: 'keep', title: 'A', department: 'B', learningStyle: 'AUDITORY' },
      { id: 'clear', title: 'A', department: 'B', learningStyle: 'AUDITORY' },
    ]);
    const [keep, clear, fresh] = await users.upsertMany([
      { id: 'keep', department: 'C' },
      { id: 'clear', title: null, learningStyle: null },
      { id: 'fresh', seniorityLevel: 'LEAD' },
    ]);
    expect(keep).toMatchObject({ title: 'A', department: 'C', learningStyle: 'AUDITORY' });
    expect(clear).toMatchObject({ title: null, department: 'B', learningStyle: null });
    expect(fresh).toMatchObject({ title: null, seniorityLevel: 'LEAD' });
  });

  it('keeps ids exactly: case, leading zeros, surrounding spaces, composed and decomposed letters', async () => {
    const ids = ['Ab', 'ab', '7', '07', ' 7', '7 ', '\u00e9', 'e\u0301', "o'neil", '%', '\\'];
    await users.upsertMany(ids.map((id) => ({ id })));
    const found = await users.findByIds(ids);
    expect(found.map(({ id }) => id).sort()).toEqual([...ids].sort());
  });

  it('makes one row of 20 parallel upserts of one id', async () => {
    const done = await Promise.all(
      Array.from({ length: 20 }, (_, i) => users.upsertMany([{ id: 'same', title: `title ${i}` }])),
    );
    expect(new Set(done.map(([row]) => row.pk)).size).toBe(1);
    expect(await users.findByIds(['same'])).toHaveLength(1);
  });

  it('lets batches with the same ids in opposite orders run side by side', async () => {
    const ids = Array.from({ length: 300 }, (_, i) => `batch-${i}`);
    const writes = Array.from({ length: 12 }, (_, i) => {
      const order = i % 2 === 0 ? ids : [...ids].reverse();
      return users.upsertMany(order.map((id) => (i % 3 === 0 ? { id, title: `t${i}` } : { id, department: `d${i}` })));
    });
    for (const rows of await Promise.all(writes)) expect(rows).toHaveLength(300);
    expect(await users.findByIds(ids)).toHaveLength(300);
  });

  it('takes more rows than one statement does', async () => {
    const rows = await users.upsertMany(Array.from({ length: 5001 }, (_, i) => ({ id: `many-${i}` })));
    expect(rows).toHaveLength(5001);
    expect(rows[5000].id).toBe('many-5000');
  });

  it('spends no keys on updates', async () => {
    const [{ pk }] = await users.upsertMany([{ id: 'first key' }]);
    for (let i = 0; i < 5; i++) await users.upsertMany([{ id: 'first key', title: String(i) }]);
    const [{ pk: next }] = await users.upsertMany([{ id: 'next key' }]);
    expect(next).toBe(pk + 1);
  });

  it('refuses U+0000 with an input error and stores nothing of the call', async () => {
    await expect(users.upsertMany([{ id: 'good one' }, { id: 'bad', title: 'a\u0000b' }])).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
    });
    expect(await users.findByIds(['good one'])).toEqual([]);
  });
});

describe('ensure', () => {
  it('adds what is missing, changes nothing else, and returns the keys of all', async () => {
    const [known] = await users.upsertMany([{ id: 'known', title: 'Kept' }]);
    const keys = await users.ensure(['known', 'new', 'known', 'newer']);
    expect([...keys.keys()].sort()).toEqual(['known', 'new', 'newer']);
    expect(keys.get('known')).toBe(known.pk);
    const rows = await users.findByPks([...keys.values()]);
    expect(rows.find(({ id }) => id === 'known')?.title).toBe('Kept');
    expect(rows.find(({ id }) => id === 'new')?.pk).toBe(keys.get('new'));
  });

  it('is safe in parallel', async () => {
    const ids = Array.from({ length: 50 }, (_, i) => `parallel-${i}`);
    const all = await Promise.all(Array.from({ length: 8 }, () => users.ensure(ids)));
    for (const keys of all) expect([...keys]).toEqual([...all[0]]);
  });
});

describe('page and count', () => {
  it('filters by text as it stands, whatever its letter case', async () => {
    await users.upsertMany([
      { id: 'f-1', title: '100% Remote', department: 'Search' },
      { id: 'f-2', title: '100 Remote', department: 'Search' },
      { id: 'f-3', title: 'snake_case', department: 'Search' },
      { id: 'f-4', title: 'snakeXcase', department: 'Search' },
      { id: 'f-5', title: 'back\\slash', department: 'Search' },
      { id: 'f-6', title: 'DONN\u00c9ES', department: 'Search', seniorityLevel: 'SENIOR' },
    ]);
    const find = async (search: string): Promise<string[]> => {
      const filter = { search, department: 'Search' };
      const rows = await users.page({ first: 100, filter });
      expect(await users.count(filter)).toBe(rows.length);
      return rows.map(({ id }) => id);
    };
    expect(await find('100%')).toEqual(['f-1']);
    expect(await find('E_C')).toEqual(['f-3']);
    expect(await find('k\\s')).toEqual(['f-5']);
    expect(await find('donn\u00e9es')).toEqual(['f-6']);
    expect(await find('F-')).toHaveLength(6);
    expect(await users.count({ department: 'Search', seniorityLevel: 'SENIOR' })).toBe(1);
    expect(await users.count({ department: 'search' })).toBe(0);
  });

  it('pages through all rows once, in the order of their keys', async () => {
    const total = await users.total();
    const seen: number[] = [];
    for (let afterPk: number | undefined; ;) {
      const rows = await users.page({ first: 1000, afterPk, filter: {} });
      seen.push(...rows.map(({ pk }) => pk));
      if (rows.length < 1000) break;
      afterPk = rows[rows.length - 1].pk;
    }
    expect(seen).toHaveLength(total);
    expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b));
    expect((await users.learners()).pk).toEqual(Int32Array.from(seen));
  });
});

it('finds nothing for no ids and for ids that are not there', async () => {
  expect(await users.findByIds([])).toEqual([]);
  expect(await users.findByIds(['never heard of'])).toEqual([]);
  expect(await users.findByPks([2147483647])).toEqual([]);
  expect(await users.upsertMany([])).toEqual([]);
});
