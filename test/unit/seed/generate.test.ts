import { describe, expect, it } from '@jest/globals';
import { ENGAGEMENT_TYPES, MISSING, SENIORITY_LEVELS, type EngagementColumns } from '../../../src/model/engagement.js';
import { createRandom } from '../../../src/model/random.js';
import { DAY_MS, PERIOD_END, PERIOD_START } from '../../../seed/calendar.js';
import { generateSeed } from '../../../seed/generate.js';
import { TOPICS } from '../../../seed/vocabulary/domains.js';
import { JOB_TITLES } from '../../../seed/vocabulary/job-titles.js';

const SIZE = { users: 3000, contents: 1000, engagements: 60_000 };
const data = generateSeed(SIZE, 42);
const { learners, catalogue, engagements } = data;

const counts = (values: ArrayLike<number>, size: number): number[] => {
  const result = new Array<number>(size).fill(0);
  for (let i = 0; i < values.length; i++) result[values[i]!]++;
  return result;
};
const perUser = counts(engagements.userPk, SIZE.users);
const perItem = counts(engagements.contentPk, SIZE.contents);

/** Expects a count within 4.5 standard deviations of a binomial's mean. */
function expectShare(count: number, total: number, share: number): void {
  expect(Math.abs(count - total * share)).toBeLessThan(4.5 * Math.sqrt(total * share * (1 - share)) + 1);
}

/** Every column as text, which compares faster than arrays do. */
const bytes = (columns: EngagementColumns): string[] =>
  Object.values(columns).map((column: number | Int32Array) =>
    typeof column === 'number' ? String(column) : Buffer.from(column.buffer).toString('base64'),
  );

describe('generateSeed', () => {
  it('gives the same data for the same seed, and other data for another', () => {
    const written = (seed: number): string[] => {
      const { learners, catalogue, engagements } = generateSeed(SIZE, seed);
      return [JSON.stringify(learners.rows), JSON.stringify(catalogue.rows), ...bytes(engagements)];
    };
    const first = written(42);
    const other = written(43);
    expect(written(42).map((part, i) => part === first[i])).toEqual(first.map(() => true));
    // The number of engagements is the only part that another seed leaves.
    expect(other.map((part, i) => part === first[i])).toEqual(first.map((_, i) => i === 2));
  });

  it('makes learners and content that do not depend on the other sizes', () => {
    const small = generateSeed({ users: 100, contents: 50, engagements: 10 }, 42);
    expect(small.learners.rows).toEqual(learners.rows.slice(0, 100));
    const same = generateSeed({ ...SIZE, engagements: 10 }, 42);
    expect(same.catalogue.rows).toEqual(catalogue.rows);
  });

  it.each([
    [0, 10, 100, 0],
    [10, 0, 100, 0],
    [1, 1, 50, 50],
    [5, 3, 0, 0],
    [2, 5, 3000, 3000],
    [4000, 100, 20, 20],
  ])('makes %d learners, %d contents and, asked for %d engagements, %d', (users, contents, asked, made) => {
    const small = generateSeed({ users, contents, engagements: asked }, 1);
    expect(small.learners.rows.map(({ id }) => id)).toEqual(Array.from({ length: users }, (_, i) => String(i + 1)));
    expect(small.catalogue.rows).toHaveLength(contents);
    expect(small.engagements.length).toBe(made);
    expect(small.engagements.timestamp).toHaveLength(made);
  });
});

describe('learners', () => {
  it('have the thirty job titles by their weights, styles at random, and a department each', () => {
    expect(JOB_TITLES).toHaveLength(30);
    const weights = JOB_TITLES.reduce((sum, job) => sum + job.weight, 0);
    expect(weights).toBe(120);
    for (const job of JOB_TITLES) {
      const holders = learners.rows.filter(({ title }) => title === job.title);
      expectShare(holders.length, SIZE.users, job.weight / weights);
      expect(new Set(holders.map(({ department }) => department)).size).toBeLessThanOrEqual(1);
    }
    for (const style of ['VISUAL', 'AUDITORY', 'KINESTHETIC', 'READING_WRITING'])
      expectShare(learners.rows.filter(({ learningStyle }) => learningStyle === style).length, SIZE.users, 0.25);
  });

  it('are mostly casual, some cold, few very active', () => {
    const segment = (from: number, to: number): number => perUser.filter((n) => n >= from && n <= to).length;
    expectShare(segment(0, 0), SIZE.users, 0.04);
    expectShare(segment(1, 5), SIZE.users, 0.6);
    expect(segment(100, Infinity) / SIZE.users).toBeGreaterThan(0.01);
    expect(segment(100, Infinity) / SIZE.users).toBeLessThan(0.08);
  });
});

describe('content', () => {
  it('has distinct titles that carry the topic', () => {
    expect(new Set(catalogue.rows.map(({ title }) => title)).size).toBe(SIZE.contents);
    catalogue.rows.forEach(({ title, subtopic, domain, tags }, place) => {
      const topic = TOPICS[catalogue.topic[place]!]!;
      expect(topic).toMatchObject({ subtopic, domain });
      expect(topic.subjects.some((subject) => title.includes(subject))).toBe(true);
      expect(tags).toContain(subtopic);
      expect(title).not.toMatch(/[{}]|undefined/);
    });
  });

  it('lies in seven domains of nine subtopics each', () => {
    expect(new Set(TOPICS.map(({ domain }) => domain)).size).toBe(7);
    expect(TOPICS).toHaveLength(63);
    expect(new Set(TOPICS.map(({ subtopic }) => subtopic)).size).toBe(63);
  });

  it('has levels and forms by their shares', () => {
    const share = (matches: (row: (typeof catalogue.rows)[number]) => boolean, expected: number): void =>
      expectShare(catalogue.rows.filter(matches).length, SIZE.contents, expected);
    share(({ difficultyLevel }) => difficultyLevel === 'BEGINNER', 0.47);
    share(({ difficultyLevel }) => difficultyLevel === 'INTERMEDIATE', 0.33);
    share(({ difficultyLevel }) => difficultyLevel === 'ADVANCED', 0.14);
    share(({ contentType }) => contentType === 'Video', 0.6);
    share(({ contentType }) => contentType === 'Case Study', 0.1);
  });

  it('is popular with a heavy tail, and some of it is not found yet', () => {
    const sorted = [...perItem].sort((a, b) => b - a);
    const top = sorted.slice(0, SIZE.contents / 10).reduce((sum, n) => sum + n, 0);
    expect(top / SIZE.engagements).toBeGreaterThan(0.3);
    expectShare(perItem.filter((n) => n === 0).length, SIZE.contents, 0.03);
  });
});

describe('engagements', () => {
  const rowsWhere = (matches: (row: number) => boolean): number[] =>
    Array.from({ length: engagements.length }, (_, row) => row).filter(matches);

  it('lie in the year, in whole seconds, none twice at one instant for one learner', () => {
    const { timestamp, userPk } = engagements;
    expect(rowsWhere((row) => timestamp[row]! < PERIOD_START || timestamp[row]! > PERIOD_END)).toEqual([]);
    expect(rowsWhere((row) => timestamp[row]! % 1000 !== 0)).toEqual([]);
    expect(new Set(Array.from(timestamp, (instant, row) => `${userPk[row]} ${instant}`)).size).toBe(engagements.length);
  });

  it('follow the publication of their content', () => {
    const published = catalogue.rows.map(({ publishedAt }) => publishedAt.getTime());
    expect(rowsWhere((row) => engagements.timestamp[row]! < published[engagements.contentPk[row]!]!)).toEqual([]);
  });

  it('come on weekdays in working hours more than on Sundays at night', () => {
    const weekdays = counts(
      engagements.timestamp.map((t) => new Date(t).getUTCDay()),
      7,
    );
    const hours = counts(
      engagements.timestamp.map((t) => new Date(t).getUTCHours()),
      24,
    );
    expect(weekdays[2]).toBeGreaterThan(2 * weekdays[0]!);
    expect(hours[10]).toBeGreaterThan(10 * hours[3]!);
    const lastWeek = engagements.timestamp.filter((t) => t > PERIOD_END - 7 * DAY_MS).length;
    expect(lastWeek).toBeGreaterThan(0);
  });

  it('have likes and dislikes, and longer times with likes', () => {
    const { durationSeconds, liked, type } = engagements;
    const unwatched = ['BOOKMARKED', 'ENROLLED'];
    expect(
      rowsWhere((row) => (durationSeconds[row] === MISSING) !== unwatched.includes(ENGAGEMENT_TYPES[type[row]!]!)),
    ).toEqual([]);
    const watched = rowsWhere((row) => durationSeconds[row] !== MISSING);
    expect(watched.filter((row) => durationSeconds[row]! < 30 || durationSeconds[row]! > 3600)).toEqual([]);
    const mean = (rows: readonly number[]): number =>
      rows.reduce((sum, row) => sum + durationSeconds[row]!, 0) / rows.length;
    const withLike = watched.filter((row) => liked[row] === 1);
    const withDislike = watched.filter((row) => liked[row] === 0);
    expect(withLike.length / watched.length).toBeGreaterThan(0.1);
    expect(withDislike.length / watched.length).toBeGreaterThan(0.02);
    expect(mean(withLike)).toBeGreaterThan(1.15 * mean(withDislike));
  });

  it('suit the seniority: beginner content for students, advanced content for seniors', () => {
    const share = (levels: readonly string[], difficulty: string): number => {
      let hits = 0;
      let rows = 0;
      for (let row = 0; row < engagements.length; row++) {
        if (!levels.includes(learners.rows[engagements.userPk[row]!]!.seniorityLevel)) continue;
        rows++;
        if (catalogue.rows[engagements.contentPk[row]!]!.difficultyLevel === difficulty) hits++;
      }
      return hits / rows;
    };
    expect(SENIORITY_LEVELS).toHaveLength(6);
    expect(share(['STUDENT', 'FRESHER'], 'BEGINNER')).toBeGreaterThan(1.5 * share(['SENIOR', 'LEAD'], 'BEGINNER'));
    expect(share(['SENIOR', 'LEAD'], 'ADVANCED')).toBeGreaterThan(2 * share(['STUDENT', 'FRESHER'], 'ADVANCED'));
  });
});

describe('preferences', () => {
  /**
   * How often a learner's later engagements fall into the three subtopics that led before, over how often they would fall
   * into them by the subtopics' popularity alone.
   */
  function lift(contentOfRow: ArrayLike<number>): number {
    const popularity = counts(
      Array.from(contentOfRow, (item) => catalogue.topic[item]!),
      TOPICS.length,
    ).map((n) => n / engagements.length);
    let hits = 0;
    let expected = 0;
    for (let start = 0; start < engagements.length;) {
      let end = start;
      while (end < engagements.length && engagements.userPk[end] === engagements.userPk[start]) end++;
      if (end - start >= 10) {
        const middle = (start + end) >> 1;
        const topics = (from: number, to: number): number[] =>
          Array.from({ length: to - from }, (_, i) => catalogue.topic[contentOfRow[from + i]!]!);
        const before = counts(topics(start, middle), TOPICS.length);
        const leading = [...before.keys()].sort((a, b) => before[b]! - before[a]!).slice(0, 3);
        hits += topics(middle, end).filter((topic) => leading.includes(topic)).length;
        expected += (end - middle) * leading.reduce((sum, topic) => sum + popularity[topic]!, 0);
      }
      start = end;
    }
    return hits / expected;
  }

  it('can be learnt: what a learner did tells what the learner does, far beyond popularity', () => {
    expect(lift(engagements.contentPk)).toBeGreaterThan(3);
  });

  it("are gone when learners are dealt each other's engagements", () => {
    const shuffled = createRandom(1).shuffle(engagements.contentPk.slice());
    expect(Math.abs(lift(shuffled) - 1)).toBeLessThan(0.1);
  });

  it('go with the department', () => {
    const share = (department: string, domain: string): number => {
      let hits = 0;
      let rows = 0;
      for (let row = 0; row < engagements.length; row++) {
        if (learners.rows[engagements.userPk[row]!]!.department !== department) continue;
        rows++;
        if (catalogue.rows[engagements.contentPk[row]!]!.domain === domain) hits++;
      }
      return hits / rows;
    };
    expect(share('Marketing', 'Marketing')).toBeGreaterThan(3 * share('Engineering', 'Marketing'));
    expect(share('Engineering', 'Software Engineering')).toBeGreaterThan(
      3 * share('Marketing', 'Software Engineering'),
    );
  });
});
