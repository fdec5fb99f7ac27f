import { expect, it } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { describeStudio } from '../../support/studio.js';
import { waitFor } from '../../support/wait-for.js';

interface Report {
  readonly verdict: { readonly text: string };
  readonly users: number;
  readonly results: readonly {
    readonly contestant: string;
    readonly ndcg: { readonly value: number; readonly low: number | null; readonly high: number | null };
  }[];
  readonly alphas: readonly { readonly alpha: number; readonly ndcg: { readonly value: number } }[];
  readonly segments: readonly { readonly name: string; readonly users: number }[];
}

/** The figures of a plot, as rows of cells. */
async function figuresOf(plot: Locator): Promise<string[][]> {
  await plot.getByText('Figures', { exact: true }).click();
  const rows = await plot.getByRole('row').all();
  return Promise.all(rows.slice(1).map((row) => row.getByRole('cell').allInnerTexts()));
}

describeStudio('Evaluate and Insights', {}, (studio) => {
  it('runs an evaluation with progress and shows its figures, curve and segments', async () => {
    const page = await studio.open('evaluate');
    await page.getByRole('heading', { name: 'Model 1, as measured when it was trained' }).waitFor();
    await page.getByLabel(/^List length/).fill('4');
    await page.getByLabel(/^Learners, 0/).fill('0');
    await page.getByLabel('Seed').fill('5');
    await page.getByLabel('Segments by').selectOption('DEPARTMENT');
    await page.getByRole('button', { name: 'Run evaluation' }).click();
    await page.getByRole('heading', { name: 'Model 1, measured now' }).waitFor();
    expect(new URL(page.url()).search).toBe('?k=4&sample=0&seed=5&by=DEPARTMENT&run=1');
    const alphas = '[0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]';
    const { evaluation } = await studio.client.data<{ evaluation: Report }>(
      `{ evaluation(k: 4, sampleSize: 0, seed: 5, segments: [DEPARTMENT], alphas: ${alphas}) {
        users verdict { text } results { contestant ndcg { value low high } }
        alphas { alpha ndcg { value } } segments { name users }
      } }`,
    );
    await page.getByText(evaluation.verdict.text).waitFor();
    await page.getByText(new RegExp(`^${evaluation.users} learners, 0 of them cold`)).waitFor();
    const ndcg = await figuresOf(page.getByRole('figure', { name: 'NDCG@4' }));
    expect(ndcg.map(([, value, interval]) => [value, interval])).toEqual(
      evaluation.results.map((result) => {
        const { value, low, high } = result.ndcg;
        return [value.toFixed(4), `${low!.toFixed(4)} to ${high!.toFixed(4)}`];
      }),
    );
    const curve = await figuresOf(page.getByRole('region', { name: 'Curve over alpha' }).getByRole('figure'));
    expect(curve.map(([alpha, value]) => [alpha, value])).toEqual(
      evaluation.alphas.map((result) => [result.alpha.toFixed(2), result.ndcg.value.toFixed(4)]),
    );
    const segments = await figuresOf(page.getByRole('region', { name: 'By segment' }).getByRole('figure'));
    expect(segments.map(([name, users]) => [name, users])).toEqual(
      evaluation.segments.map(({ name, users }) => [name, String(users)]),
    );
    await page.reload();
    await page.getByRole('heading', { name: 'Model 1, measured now' }).waitFor();
    await page.getByText(evaluation.verdict.text).waitFor();
  });

  it('shows progress while it runs, and stops', async () => {
    const page = await studio.open('evaluate');
    // Whoever waits in line has time to be seen.
    const ahead = studio.service.services.evaluation.run({ sampleSize: 0, k: 100 });
    await page.getByRole('button', { name: 'Run evaluation' }).click();
    const progress = page.getByRole('region', { name: 'Evaluation in progress' });
    await progress.getByRole('progressbar').waitFor();
    await progress.getByRole('button', { name: 'Stop' }).click();
    await progress.waitFor({ state: 'detached' });
    await page.getByRole('heading', { name: 'Model 1, as measured when it was trained' }).waitFor();
    await ahead;
  });

  it('asks by a query where nothing can be followed', async () => {
    const page = await studio.open('');
    await page.routeWebSocket(/graphql/, () => {
      // Takes the connection and never answers.
    });
    await page.goto(new URL('evaluate?run=1&k=2', studio.service.url).href);
    await page.getByRole('heading', { name: 'Model 1, measured now' }).waitFor();
    expect(studio.sent).toContain('Evaluate');
  });

  it('sets two models side by side', async () => {
    await studio.service.container.train({ algorithm: 'POPULARITY' });
    const page = await studio.open('evaluate');
    await page.getByLabel('One model').selectOption('1');
    await page.getByLabel('Other model').selectOption('2');
    const { compareModels } = await studio.client.data<{
      compareModels: { measures: { name: string; difference: number }[] };
    }>('{ compareModels(a: "1", b: "2") { measures { name difference } } }');
    const { difference } = compareModels.measures.find(({ name }) => name === 'ndcg')!;
    const row = page.getByRole('region', { name: 'Measures of both models' }).getByRole('row', { name: /^NDCG/ });
    await waitFor(async () => (await row.innerText()).includes(difference.toFixed(4).replace('-', '−')));
  });

  it('shows what is in the data: the figures of the API, in plots and in words', async () => {
    const page = await studio.open('insights');
    const { insights } = await studio.client.data<{
      insights: { observations: { text: string }[]; perLearner: { gini: number } };
    }>('{ insights { observations { text } perLearner { gini } } }');
    const said = page.getByRole('region', { name: 'What the data say' }).getByRole('listitem');
    await waitFor(async () => (await said.count()) > 0 || insights.observations.length === 0);
    expect(await said.allInnerTexts()).toEqual(insights.observations.map(({ text }) => text));
    // 37 learners with nine engagements each: all in the range from 8 to 15, three without any.
    const learners = await figuresOf(page.getByRole('figure', { name: 'Engagements per learner, log scale' }));
    expect(learners.filter(([, count]) => count !== '0')).toEqual([
      ['0', '3'],
      ['8–15', '37'],
    ]);
    await page.getByText('333', { exact: true }).waitFor();
    // Eight of nine are completed, liked, and last 900 seconds.
    const types = await figuresOf(page.getByRole('figure', { name: 'By type' }).first());
    expect(types).toEqual([['Video', '88.9%', '88.9%', '333']]);
    const balance = page.getByRole('region', { name: 'Balance of the catalogue' });
    const domains = await figuresOf(balance.getByRole('figure', { name: 'By domain' }));
    expect(domains.map(([name, contents]) => [name, contents]).sort()).toEqual([
      ['Cloud', '10'],
      ['Data Science', '10'],
      ['Leadership', '10'],
    ]);
    const map = page.getByRole('figure', { name: 'Department and domain' });
    const cells = await figuresOf(map);
    // Of each department's nine engagements eight are of its own domain: 96 of 12 learners or 104 of 13.
    expect(cells.find(([row, column]) => row === 'Engineering' && column === 'Cloud')![2]).toBe('104');
    const plots = await page.getByRole('img').all();
    for (const plot of plots) expect(await plot.locator('svg').count()).toBeGreaterThan(0);
    await page.getByRole('button', { name: '28 days' }).click();
    await waitFor(() => new URL(page.url()).search === '?days=28');
    await page.getByText(/^After /).waitFor();
  });
});
