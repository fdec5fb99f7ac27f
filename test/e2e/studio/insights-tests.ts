import { expect, it } from '@jest/globals';
import type { Studio } from '../../support/studio.js';
import { waitFor } from '../../support/wait-for.js';
import { figuresOf } from './figures.js';

/** Every plot, by the part of the view that it stands in. */
const PLOTS = {
  Activity: ['Engagements per day, and their mean over seven days', 'By hour of the day', 'By weekday'],
  'How engagements are spread': ['Engagements per learner, log scale', 'Engagements per content, log scale'],
  Durations: ['Engagements by duration'],
  'Like rate and completion rate': ['By type', 'By seniority', 'By department', 'By domain'],
  'Who engages with what': ['Seniority and domain', 'Department and domain'],
  'Balance of the catalogue': ['By domain', 'By difficulty', 'By type'],
};

/** When the learners of the test data engage, by the rule of service.ts: hour 40 * step + n of the year 2025, which began on a Wednesday. */
function times(): readonly Date[] {
  const steps = Array.from({ length: 9 }, (_, step) => step);
  return Array.from({ length: 37 }, (_, n) => n + 1).flatMap((n) =>
    steps.map((step) => new Date(Date.UTC(2025, 0, 1, 40 * step + n))),
  );
}

/** What is in the data: as they were stored, so before anything is added. */
export function insightsTests(studio: Studio): void {
  it('shows what is in the data: plots, their figures, and observations in words', async () => {
    const page = await studio.open('insights');
    for (const [part, titles] of Object.entries(PLOTS)) {
      const figures = page.getByRole('region', { name: part, exact: true }).getByRole('figure');
      for (const title of titles) {
        const plot = figures.filter({ hasText: title }).first();
        await plot.getByRole('img').locator('svg').first().waitFor();
      }
      expect(await figures.locator('figcaption').allInnerTexts()).toEqual(titles);
    }
    const plot = (part: string, title: string) =>
      page.getByRole('region', { name: part, exact: true }).getByRole('figure', { name: title, exact: true });

    await page.getByRole('definition').filter({ hasText: '333' }).first().waitFor();
    const { insights } = await studio.client.data<{ insights: { observations: { text: string }[] } }>(
      '{ insights { observations { text } } }',
    );
    const said = page.getByRole('region', { name: 'What the data say' }).getByRole('listitem');
    await waitFor(async () => (await said.count()) === insights.observations.length);
    expect(await said.allInnerTexts()).toEqual(insights.observations.map(({ text }) => text));

    const counts = (wanted: (time: Date) => number, length: number) => {
      const found = Array.from({ length }, () => 0);
      for (const time of times()) found[wanted(time)]!++;
      return found.map(String);
    };
    const column = (rows: string[][], place: number) => rows.map((row) => row[place]);
    expect(column(await figuresOf(plot('Activity', 'By hour of the day')), 1)).toEqual(
      counts((time) => time.getUTCHours(), 24),
    );
    expect(await figuresOf(plot('Activity', 'By weekday'))).toEqual(
      counts((time) => (time.getUTCDay() + 6) % 7, 7).map((value, day) => [
        ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'][day],
        value,
      ]),
    );
    const [firstDay] = await figuresOf(plot('Activity', PLOTS.Activity[0]!));
    // On the first day of the year: the learners 1 to 23, once each.
    expect(firstDay).toEqual(['2025-01-01', '23', '23']);

    // 37 learners with nine engagements each: all in the range from 8 to 15, three without any.
    const spread = plot('How engagements are spread', 'Engagements per learner, log scale');
    expect((await figuresOf(spread)).filter(([, count]) => count !== '0')).toEqual([
      ['0', '3'],
      ['8–15', '37'],
    ]);
    // Of 40, three have nothing and the rest the same: 3 / 40.
    await spread.getByText(/^Gini 0\.0[78]$/).waitFor();
    // Whatever lasts 900 seconds is liked, and nothing else.
    await plot('Durations', 'Engagements by duration').getByText('correlation with likes 1.00').waitFor();
    expect(await figuresOf(plot('Like rate and completion rate', 'By type'))).toEqual([
      ['Video', '88.9%', '88.9%', '333'],
    ]);
    const cells = await figuresOf(plot('Who engages with what', 'Department and domain'));
    // Of each department's nine engagements eight are of its own domain: 104 of the 13 of Engineering.
    expect(cells.find(([row, name]) => row === 'Engineering' && name === 'Cloud')![2]).toBe('104');
    const domains = await figuresOf(plot('Balance of the catalogue', 'By domain'));
    expect(domains.sort()).toEqual([
      ['Cloud', '10', '0'],
      ['Data Science', '10', '0'],
      ['Leadership', '10', '0'],
    ]);

    await page.getByRole('button', { name: '28 days' }).click();
    await waitFor(() => new URL(page.url()).search === '?days=28');
    await page.getByText(/^After /).waitFor();
    await page.reload();
    await page.getByText(/^After /).waitFor();
    await page.getByRole('button', { name: '28 days', pressed: true }).waitFor();
  });
}
