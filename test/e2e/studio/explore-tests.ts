import { expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import type { Studio } from '../../support/studio.js';
import { historyOfLearner } from '../../support/test-data.js';
import { waitFor } from '../../support/wait-for.js';

interface Listed {
  readonly recommendations: {
    readonly alpha: number;
    readonly items: readonly { readonly content: { readonly id: string; readonly title: string } }[];
  };
}

const list = (page: Page): Locator => page.getByRole('list', { name: 'Recommendations' });
const cards = (page: Page): Locator => list(page).locator(':scope > li');
const titles = (page: Page): Promise<string[]> => list(page).getByRole('heading').allInnerTexts();
const slider = (page: Page): Locator => page.getByRole('slider', { name: /^Alpha/ });
const param = (page: Page, name: string): string | null => new URL(page.url()).searchParams.get(name);

/** Learners, their lists, and what shapes them. */
export function exploreTests(studio: Studio): void {
  const titlesOf = async (args: string): Promise<string[]> => {
    const query = `{ recommendations(${args}) { alpha items { content { id title } } } }`;
    const { recommendations } = await studio.client.data<Listed>(query);
    return recommendations.items.map(({ content }) => content.title);
  };
  const shows = (page: Page, expected: readonly string[]): Promise<unknown> =>
    waitFor(async () => JSON.stringify(await titles(page)) === JSON.stringify(expected));

  it('finds learners by id, title, department and seniority, and shows one', async () => {
    const page = await studio.open('');
    const learners = page.getByRole('list', { name: 'Learners' }).getByRole('button');
    await page.getByText('40 learners').waitFor();
    await page.getByLabel('Find a learner').fill('u7');
    await page.getByText('1 learner', { exact: true }).waitFor();
    await page.getByLabel('Find a learner').fill('sales spec');
    await page.getByText('13 learners').waitFor();
    await page.getByLabel('Find a learner').fill('');
    await page.getByLabel('Department').selectOption('Engineering');
    await page.getByText('14 learners').waitFor();
    await page.getByLabel('Seniority').selectOption('LEAD');
    await page.getByText('No learner matches.').waitFor();
    await page.getByLabel('Seniority').selectOption('MID');
    expect(param(page, 'find-department')).toBe('Engineering');
    await learners.first().click();
    // u1 is the first of the department: learner n has the topic n % 3, and Engineering is that of 1.
    await page.getByRole('heading', { name: 'Learner u1', exact: true }).waitFor();
    expect(param(page, 'learner')).toBe('u1');
    await page.goBack();
    await page.getByText('14 learners').waitFor();
  });

  it('shows the history of a learner and a list with scores, halves and reasons', async () => {
    const page = await studio.open('explore?learner=u3');
    await shows(page, await titlesOf('userId: "u3", k: 10'));
    const { own, other, missing } = historyOfLearner(3);
    await page.getByRole('heading', { name: 'History 9' }).waitFor();
    await page.getByRole('img', { name: 'Time line of 9 engagements, 8 of them liked' }).waitFor();
    const { contents } = await studio.client.data<{ contents: { nodes: { id: string; title: string }[] } }>(
      '{ contents(first: 100) { nodes { id title } } }',
    );
    const titleOf = (id: string) => contents.nodes.find((content) => content.id === id)!.title;
    const past = await page.getByRole('region', { name: 'History' }).getByRole('button').allInnerTexts();
    expect(past.sort()).toEqual([...own, other].map(titleOf).sort());
    expect((await titles(page)).slice(0, 2).sort()).toEqual(missing.map(titleOf).sort());
    const first = cards(page).first();
    const { recommendations } = await studio.client.data<{
      recommendations: { items: { score: number; reasons: { share: number; text: string }[] }[] };
    }>('{ recommendations(userId: "u3", k: 1) { items { score reasons(max: 3) { share text } } } }');
    const [{ score, reasons }] = recommendations.items;
    expect(await first.innerText()).toContain(score.toFixed(2));
    expect((await first.getByRole('list', { name: 'Reasons' }).getByRole('listitem').allInnerTexts()).length).toBe(
      reasons.length,
    );
    for (const { text } of reasons) await first.getByText(text).waitFor();
  });

  it('takes a learner of each segment by chance', async () => {
    const page = await studio.open('explore');
    await page.getByRole('button', { name: 'Regular' }).click();
    await list(page).waitFor();
    expect(Number(param(page, 'learner')!.slice(1))).toBeLessThanOrEqual(37);
    await page.getByRole('button', { name: 'Cold' }).click();
    await page.getByText('cold start').waitFor();
    expect(['u38', 'u39', 'u40']).toContain(param(page, 'learner'));
    await page.getByRole('button', { name: 'Power' }).click();
    await page.getByText('There is no power learner.').waitFor();
    const unknown = await studio.open('explore?learner=nobody');
    await unknown.getByText('Nobody has this id.').waitFor();
    await unknown.getByText('unknown id', { exact: true }).waitFor();
  });

  it('recommends to an invented profile, by job and by what it likes and has seen', async () => {
    const page = await studio.open('explore');
    await page.getByRole('button', { name: 'Invent a profile' }).click();
    await page.getByLabel('Job title').fill('Kubernetes Engineer');
    await page.getByLabel('Department').selectOption('Engineering');
    await waitFor(() => param(page, 'title') === 'Kubernetes Engineer');
    await page.getByLabel('Likes').fill('Advanced Pyth');
    await page.getByRole('button', { name: 'Advanced Python', exact: true }).click();
    await page.getByText('Personal: rests on 1 piece of content').waitFor();
    const wanted = async (extra: string): Promise<string[]> => {
      const profile = '{ title: "Kubernetes Engineer", department: "Engineering" }';
      const { recommendationsForProfile } = await studio.client.data<{
        recommendationsForProfile: { items: { content: { title: string } }[] };
      }>(
        `{ recommendationsForProfile(profile: ${profile}, likedContentIds: ["c2"]${extra}) { items { content { title } } } }`,
      );
      return recommendationsForProfile.items.map(({ content }) => content.title);
    };
    const before = await wanted('');
    await shows(page, before);
    await cards(page).first().getByRole('button', { name: 'Seen' }).click();
    await waitFor(async () => (await titles(page))[0] === before[1]);
    await page.getByRole('list', { name: 'Seen content' }).getByText(before[0]!).waitFor();
    await page.getByRole('button', { name: `Remove ${before[0]!}` }).click();
    await shows(page, before);
  });

  it('blends while the slider moves, from one request, and shows who moves', async () => {
    const page = await studio.open('explore?learner=u3');
    await shows(page, await titlesOf('userId: "u3", k: 10'));
    await page.getByRole('img', { name: /^Ranks 1 to 10/ }).waitFor();
    const before = await titles(page);
    const asked = studio.sent.length;
    await slider(page).focus();
    await page.keyboard.press('Home');
    // Without the service: the order is there before anything is sent.
    const expected = await titlesOf('userId: "u3", k: 10, alpha: 0');
    await shows(page, expected);
    await waitFor(() => param(page, 'alpha') === '0');
    await page.getByText('chosen; fitted is').waitFor();
    await waitFor(() => studio.sent.length > asked);
    expect(studio.sent.slice(asked)).toEqual(['Recommend']);
    await list(page).getByRole('list', { name: 'Reasons' }).first().waitFor();
    await shows(page, expected);
    const texts = await cards(page).allInnerTexts();
    texts.forEach((text, place) => {
      const from = before.indexOf(expected[place]!);
      const up = from - place;
      const mark = from < 0 ? 'new' : up > 0 ? `▲ ${up}` : up < 0 ? `▼ ${-up}` : null;
      if (mark) expect(text).toContain(mark);
      else expect(text).not.toMatch(/[▲▼]/);
    });
    const gone = before.filter((title) => !expected.includes(title));
    const left = page.getByRole('region', { name: 'Not in this list' }).getByRole('button');
    expect(gone.length === 0 ? [] : await left.allInnerTexts()).toEqual(gone);
    await page.getByRole('button', { name: 'Reset' }).click();
    await shows(page, before);
    expect(param(page, 'alpha')).toBeNull();

    // By the mouse: the list follows while the button is down, and nothing is asked for.
    await waitFor(() => studio.sent.length > 0);
    const sent = studio.sent.length;
    await slider(page).scrollIntoViewIfNeeded();
    const box = (await slider(page).boundingBox())!;
    const middle = box.y + box.height / 2;
    await page.mouse.move(box.x + box.width / 2, middle);
    await page.mouse.down();
    await page.mouse.move(box.x + 1, middle, { steps: 5 });
    await shows(page, expected);
    expect(studio.sent.slice(sent).filter((name) => name !== 'Recommend')).toEqual([]);
    await page.mouse.up();
    await waitFor(() => param(page, 'alpha') === '0');
    expect(studio.sent.filter((name) => name.startsWith('Blend'))).toEqual(['BlendForLearner']);
  });

  it('shapes the list by length, filters, diversity, difficulty and what was seen', async () => {
    const page = await studio.open('explore?learner=u3');
    await page.getByLabel('Length').selectOption('5');
    await shows(page, await titlesOf('userId: "u3", k: 5'));
    await page.getByRole('button', { name: 'Domain' }).click();
    await page.getByRole('checkbox', { name: 'Cloud' }).check();
    await page.keyboard.press('Escape');
    const cloud = 'filter: { domain: { in: ["Cloud"] } }';
    await shows(page, await titlesOf(`userId: "u3", k: 5, ${cloud}`));
    await page.getByRole('button', { name: 'Difficulty', exact: true }).click();
    await page.getByRole('checkbox', { name: 'Advanced' }).check();
    await page.keyboard.press('Escape');
    const hard = 'filter: { domain: { in: ["Cloud"] }, difficultyLevel: { in: [ADVANCED] } }';
    await shows(page, await titlesOf(`userId: "u3", k: 5, ${hard}`));
    expect(new URL(page.url()).searchParams.toString()).toBe('learner=u3&k=5&domain=Cloud&level=ADVANCED');
    await page.getByLabel('Length').selectOption('20');
    await page.getByText(/instead of 20: the filters leave out the rest/).waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.getByRole('checkbox', { name: 'Include seen' }).check();
    await shows(page, await titlesOf('userId: "u3", k: 20, includeSeen: true'));
    await list(page).getByText('seen', { exact: true }).first().waitFor();
    await page.getByRole('slider', { name: 'Diversity' }).focus();
    await page.keyboard.press('End');
    await shows(page, await titlesOf('userId: "u3", k: 20, includeSeen: true, diversity: 1'));
    await page.getByText('each place of the slider asks the service anew').waitFor();
  });

  it('takes feedback at once, and takes it back', async () => {
    const page = await studio.open('explore?learner=u4');
    const before = await titlesOf('userId: "u4", k: 10');
    await shows(page, before);
    const said = async (): Promise<string[]> => {
      const { user } = await studio.client.data<{ user: { feedback: { nodes: { kind: string }[] } } }>(
        '{ user(id: "u4") { feedback { nodes { kind } } } }',
      );
      return user.feedback.nodes.map(({ kind }) => kind);
    };
    const names = {
      Seen: 'ALREADY_KNOW',
      Like: 'MORE_LIKE_THIS',
      'Not for me': 'NOT_RELEVANT',
      'Too easy': 'TOO_EASY',
      'Too hard': 'TOO_HARD',
    };
    for (const [name, kind] of Object.entries(names)) {
      const [title] = before;
      await cards(page).first().getByRole('button', { name, exact: true }).click();
      await waitFor(async () => !(await titles(page)).includes(title!));
      await page.getByText(`${name}: ${title!}`).waitFor();
      await waitFor(async () => (await titles(page)).length === 10);
      expect(await said()).toEqual([kind]);
      await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
      await shows(page, before);
      expect(await said()).toEqual([]);
    }
    await cards(page).first().getByRole('button', { name: 'Not for me' }).click();
    await page.getByRole('heading', { name: 'Said 1' }).waitFor();
    await page.getByRole('button', { name: `Undo not for me: ${before[0]!}` }).click();
    await shows(page, before);
  });

  it('follows what happens elsewhere', async () => {
    const page = await studio.open('explore?learner=u5');
    const [first] = await titlesOf('userId: "u5", k: 10');
    await shows(page, await titlesOf('userId: "u5", k: 10'));
    await waitFor(() => studio.service.services.subscriptions.open() > 0);
    const { contents } = await studio.client.data<{ contents: { nodes: { id: string }[] } }>(
      `{ contents(first: 1, filter: { search: "${first!}" }) { nodes { id } } }`,
    );
    await studio.client.data(
      'mutation ($input: [EngagementInput!]!) { recordEngagements(input: $input) { recorded } }',
      { input: [{ userId: 'u5', contentId: contents.nodes[0]!.id }] },
    );
    await shows(page, await titlesOf('userId: "u5", k: 10'));
    expect(await titles(page)).not.toContain(first);
    await page.getByRole('heading', { name: 'History 10' }).waitFor();
  });

  it('opens content: what is similar to it, and why', async () => {
    const page = await studio.open('explore?learner=u3');
    const title = (await titlesOf('userId: "u3", k: 1'))[0]!;
    await page.getByRole('button', { name: title, exact: true }).click();
    const panel = page.getByRole('region', { name: 'Content', exact: true });
    await panel.getByRole('heading', { name: title }).waitFor();
    const id = param(page, 'item');
    for (const [name, basis] of [
      ['Content', 'CONTENT'],
      ['Collaborative', 'COLLABORATIVE'],
      ['Both', 'HYBRID'],
    ]) {
      await panel.getByRole('button', { name: name!, exact: true }).click();
      const { similarContent } = await studio.client.data<{
        similarContent: { score: number; sharedTerms: string[]; content: { title: string } }[];
      }>(`{ similarContent(contentId: "${id}", k: 8, basis: ${basis}) { score sharedTerms content { title } } }`);
      const similar = panel.getByRole('list', { name: 'Similar content' });
      await waitFor(
        async () =>
          JSON.stringify(await similar.getByRole('button').allInnerTexts()) ===
          JSON.stringify(similarContent.map(({ content }) => content.title)),
      );
      const first = await similar.getByRole('listitem').first().innerText();
      expect(first).toContain(similarContent[0]!.score.toFixed(2));
      expect(first).toContain([...new Set(similarContent[0]!.sharedTerms)].join(', '));
    }
    await panel.getByRole('button', { name: 'Close the content' }).click();
    await panel.waitFor({ state: 'detached' });
    expect(param(page, 'item')).toBeNull();
  });

  it('copies the operation of what is on the screen, which gives the same list', async () => {
    const page = await studio.open('explore?learner=u3&alpha=0.25&k=5&level=BEGINNER&fit=1', {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    await list(page).waitFor();
    await page.getByRole('button', { name: 'Copy as GraphQL' }).first().click();
    await page.getByText('The operation is on the clipboard.').waitFor();
    const copied = await page.evaluate<string>('navigator.clipboard.readText()');
    expect(copied).toContain('difficultyLevel: {in: [BEGINNER]}');
    expect(copied).not.toContain('$');
    const { recommendations } = await studio.client.data<Listed>(copied);
    expect(recommendations.alpha).toBe(0.25);
    await shows(
      page,
      recommendations.items.map(({ content }) => content.title),
    );
    await page.getByRole('button', { name: 'Open in GraphiQL' }).first().click();
    await waitFor(() => new URL(page.url()).pathname === '/graphiql');
    expect(param(page, 'query')).toBe(copied);
  });
}
