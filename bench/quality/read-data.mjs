import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { MISSING } from '../../dist/src/model/engagement.js';

/**
 * Reads a folder of one of three forms, known by its files:
 *
 * - `content.csv`, `engagements-train.csv`, `engagements-test.csv`: as `learnrec import` reads them;
 * - `ratings.csv`, `movies.csv`: MovieLens; ratings below 4 are left out;
 * - `enrolments.csv`, `course_processed.csv`, `course_genre.csv`: enrolments without timestamps, descriptions, topic flags.
 *
 * @returns the catalogue (`ids`, `records`), the learners' ids, `train` columns, `test` columns (null: no test file), and the
 *   `protocol` that the published figures of such data use: `{ share, seeds }` of a cut per learner, or null
 */
export function readData(folder) {
  const has = (name) => existsSync(join(folder, name));
  const rows = (name) => parse(readFileSync(join(folder, name)), { columns: true, skip_empty_lines: true, bom: true });
  if (has('ratings.csv') && has('movies.csv')) return readMovieLens(rows);
  if (has('enrolments.csv')) return readEnrolments(rows);
  if (has('content.csv') && has('engagements-train.csv')) return readWithTestFile(rows);
  throw new Error(`${folder} holds none of the forms that this reads: see bench/quality/read-data.mjs.`);
}

const record = (fields) => ({
  title: '',
  description: null,
  domain: null,
  subtopic: null,
  difficultyLevel: null,
  contentType: null,
  language: null,
  tags: [],
  ...fields,
});
const LEVELS = new Set(['BEGINNER', 'INTERMEDIATE', 'ADVANCED']);

function readWithTestFile(rows) {
  const content = rows('content.csv');
  const records = content.map((row) =>
    record({
      title: row.title,
      description: row.description || null,
      domain: row.domain || null,
      subtopic: row.subtopic || null,
      difficultyLevel: LEVELS.has((row.difficulty_level ?? '').toUpperCase())
        ? row.difficulty_level.toUpperCase()
        : null,
      contentType: row.content_type || null,
      language: row.language || null,
      tags: (row.concepts ?? row.tags ?? '')
        .split(/[;|]/)
        .map((tag) => tag.trim())
        .filter((tag) => tag !== ''),
    }),
  );
  const read = (name) => rows(name).map((row) => [row.user_id, row.content_id, Date.parse(row.timestamp)]);
  return assemble(
    content.map((row) => row.content_id),
    records,
    read('engagements-train.csv'),
    read('engagements-test.csv'),
    { share: 1 / 3, seeds: 1 },
  );
}

function readMovieLens(rows) {
  const movies = rows('movies.csv');
  const records = movies.map((row) =>
    record({ title: row.title, tags: row.genres === '(no genres listed)' ? [] : row.genres.split('|') }),
  );
  const ratings = rows('ratings.csv')
    .filter((row) => Number(row.rating) >= 4)
    .map((row) => [row.userId, row.movieId, 1000 * Number(row.timestamp)]);
  return assemble(
    movies.map((row) => row.movieId),
    records,
    ratings,
    null,
    { share: 0.2, seeds: 1 },
  );
}

function readEnrolments(rows) {
  const courses = new Map();
  for (const row of rows('course_genre.csv')) {
    const tags = Object.keys(row).filter((name) => row[name] === '1' && name !== 'COURSE_ID' && name !== 'TITLE');
    courses.set(row.COURSE_ID, record({ title: row.TITLE, tags }));
  }
  for (const row of rows('course_processed.csv'))
    courses.set(row.COURSE_ID, {
      ...(courses.get(row.COURSE_ID) ?? record({ title: row.TITLE })),
      description: row.DESCRIPTION || null,
    });
  const enrolments = rows('enrolments.csv').map((row) => [row.user, row.item, 0]);
  const known = new Set(enrolments.map(([, item]) => item));
  for (const id of known) if (!courses.has(id)) courses.set(id, record({ title: id }));
  return assemble([...courses.keys()], [...courses.values()], enrolments, null, { share: 0.25, seeds: 5 });
}

function assemble(ids, records, train, test, protocol) {
  const place = new Map(ids.map((id, n) => [id, n]));
  const users = new Map();
  const toColumns = (all) => {
    const known = all.filter(([, item]) => place.has(item));
    const length = known.length;
    const userPk = new Int32Array(length);
    known.forEach(([user], n) => {
      if (!users.has(user)) users.set(user, users.size);
      userPk[n] = users.get(user);
    });
    return {
      length,
      userPk,
      contentPk: Int32Array.from(known, ([, item]) => place.get(item)),
      timestamp: Float64Array.from(known, ([, , at]) => at),
      durationSeconds: new Int32Array(length).fill(MISSING),
      liked: new Int8Array(length).fill(MISSING),
      type: new Uint8Array(length),
    };
  };
  const columns = { train: toColumns(train), test: test && toColumns(test) };
  return { ids, records, users: users.size, protocol, ...columns };
}
