import { describe, expect, it } from '@jest/globals';
import { runCli } from '../../../src/cli/run-cli.js';
import { fakeContext } from './fake-context.js';

const item = (id: string) => ({ id, title: `Title of ${id}` });

/** A command line over services that keep what they were asked and answer with one item. */
function asked() {
  const calls: unknown[] = [];
  const page = { hasNextPage: false, endCursor: 'next', shortfall: null as object | null, unknownContentIds: [] };
  const fake = fakeContext({
    services: {
      recommendations: {
        forUser: async (request: unknown) => {
          calls.push(request);
          const reason = { kind: 'SHARED_TERM', share: 0.625, text: 'You like\u001b[31m Go.' };
          const servedBy = { modelVersion: '3', algorithm: 'EASE', strategy: 'HYBRID', foldedInEngagements: 2 };
          const entry = { rank: 1, score: 5, content: item('c1'), reasons: (most: number) => [reason].slice(0, most) };
          return { userId: '42', alpha: 1, servedBy: { ...servedBy, fallbackReason: null }, items: [entry], ...page };
        },
      },
      contents: {
        similar: async (...request: unknown[]) => {
          calls.push(request);
          return { items: [{ content: item('c2'), score: 0.5, sharedTerms: ['go', 'modules'] }], ...page };
        },
      },
    },
  });
  return { ...fake, page, calls };
}

const nothing = {
  k: undefined,
  exclude: undefined,
  diversity: undefined,
  minScore: undefined,
  includeSeen: undefined,
  difficultyFit: undefined,
  readyOnly: undefined,
  after: undefined,
  filter: undefined,
};

describe('the controls of a list on the command line', () => {
  it('leave all to the defaults of the service where nothing is given', async () => {
    const { context, calls } = asked();
    expect(await runCli(['recommend', '-u', '42'], context)).toBe(0);
    expect(calls).toEqual([{ ...nothing, userId: '42', alpha: undefined, exploration: undefined }]);
  });

  it('ask for what GraphQL can ask for', async () => {
    const { context, calls } = asked();
    const filter =
      '--domain Cloud --domain Data --not-domain Law --subtopic Go --difficulty beginner --not-type VIDEO --language en --not-tag old';
    const rest =
      '--max-minutes 30 --published-after 2025-01-01T00:00:00Z --exclude a --exclude b --include-seen --diversity 0.3';
    const order = '--difficulty-fit --ready-only --min-score 2.5 --after next -k 7 --exploration 0.2 --alpha 0.4';
    expect(await runCli(['recommend', '-u', '42', ...`${filter} ${rest} ${order}`.split(' ')], context)).toBe(0);
    expect(calls).toEqual([
      {
        userId: '42',
        alpha: 0.4,
        exploration: 0.2,
        k: 7,
        exclude: ['a', 'b'],
        diversity: 0.3,
        minScore: 2.5,
        includeSeen: true,
        difficultyFit: true,
        readyOnly: true,
        after: 'next',
        filter: {
          domain: { in: ['Cloud', 'Data'], notIn: ['Law'] },
          subtopic: { in: ['Go'], notIn: undefined },
          difficultyLevel: { in: ['BEGINNER'], notIn: undefined },
          contentType: { in: undefined, notIn: ['VIDEO'] },
          language: { in: ['en'], notIn: undefined },
          tags: { in: undefined, notIn: ['old'] },
          maxDurationMinutes: 30,
          publishedAfter: new Date('2025-01-01T00:00:00Z'),
        },
      },
    ]);
  });

  it.each([
    [['--difficulty', 'HARD'], /one of BEGINNER, INTERMEDIATE, ADVANCED/],
    [['--diversity', '2'], /number from 0 to 1/],
    [['--min-score', '11'], /number from 0 to 10/],
    [['--max-minutes', 'x'], /integer from 0/],
    [['--published-after', 'soon'], /time/],
  ])('refuse %j, naming the option', async (args, message) => {
    const { context, stderr, calls } = asked();
    expect(await runCli(['recommend', '-u', '42', ...args], context)).toBe(2);
    expect(stderr()).toMatch(message);
    expect(stderr()).toContain(args[0]);
    expect(calls).toEqual([]);
  });

  it('print reasons with their shares, without control characters, and where the list goes on', async () => {
    const { context, stdout, page } = asked();
    page.hasNextPage = true;
    await runCli(['recommend', '-u', '42', '--reasons', '1'], context);
    expect(stdout()).toContain('63% You like');
    expect(stdout()).not.toContain('\u001b');
    expect(stdout()).toContain('More: --after next');
  });

  it('give the reasons to machines as values', async () => {
    const { context, stdout } = asked();
    await runCli(['recommend', '-u', '42', '--reasons', '1', '--json'], context);
    expect(JSON.parse(stdout())).toMatchObject({ items: [{ reasons: [{ kind: 'SHARED_TERM', share: 0.625 }] }] });
  });
});

describe('similar', () => {
  it('lists with the shared terms and says why the list is short', async () => {
    const { context, stdout, calls, page } = asked();
    page.shortfall = { requested: 10, returned: 1, reason: 'SEEN' };
    expect(await runCli(['similar', '-c', '17', '--basis', 'hybrid', '-u', '42', '--min-score', '0.2'], context)).toBe(
      0,
    );
    expect(calls).toEqual([['17', { ...nothing, minScore: 0.2, userId: '42', basis: 'HYBRID' }]]);
    expect(stdout()).toMatch(/c2 .* 0\.5000 .*go, modules/);
    expect(stdout()).toContain('1 of 10: the learner has engaged with the rest.');
  });

  it('refuses another basis, and scores above 1', async () => {
    const { context, stderr } = asked();
    expect(await runCli(['similar', '-c', '17', '--basis', 'both'], context)).toBe(2);
    expect(stderr()).toContain('content, collaborative, hybrid');
    expect(await runCli(['similar', '-c', '17', '--min-score', '1.5'], context)).toBe(2);
    expect(await runCli(['similar'], context)).toBe(2);
  });
});
