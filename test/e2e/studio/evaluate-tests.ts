import { expect, it } from '@jest/globals';
import type { Studio } from '../../support/studio.js';
import { figuresOf } from './figures.js';
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

/** Measuring a model. They find one, and leave a second. */
export function evaluateTests(studio: Studio): void {
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
    const table = page.getByRole('table', { name: 'All measures at 4' });
    const columns = await table.getByRole('columnheader').allInnerTexts();
    for (const name of ['Hybrid', 'Popularity', 'Random']) expect(columns).toContain(name);
    const rows = await table.getByRole('rowheader').allInnerTexts();
    for (const name of ['NDCG', 'Precision', 'Recall', 'Coverage', 'Novelty', 'Diversity'])
      expect(rows).toContain(name);
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
    const page = await studio.open('models');
    let progressed = 0;
    let stopped = false;
    await page.routeWebSocket(/graphql/, (socket) => {
      const server = socket.connectToServer();
      server.onMessage((text) => {
        const { type, payload } = JSON.parse(String(text)) as {
          type: string;
          payload?: { data?: { evaluationProgress?: { report: unknown } } };
        };
        // Small data are measured in no time: what ends the progress does not arrive, so that it can be seen.
        const last = payload?.data?.evaluationProgress?.report;
        if (type === 'complete' || last) return;
        if (payload?.data?.evaluationProgress) progressed++;
        socket.send(text);
      });
      socket.onMessage((text) => {
        stopped ||= (JSON.parse(String(text)) as { type: string }).type === 'complete';
        server.send(text);
      });
    });
    await studio.go(page, 'evaluate');
    await page.getByRole('button', { name: 'Run evaluation' }).click();
    const progress = page.getByRole('region', { name: 'Evaluation in progress' });
    await progress.getByRole('progressbar').waitFor();
    await waitFor(() => progressed > 1);
    await progress.getByRole('button', { name: 'Stop' }).click();
    await progress.waitFor({ state: 'detached' });
    await page.getByRole('heading', { name: 'Model 1, as measured when it was trained' }).waitFor();
    await waitFor(() => stopped);
  });

  it('asks by a query where nothing can be followed', async () => {
    const page = await studio.open('models');
    await page.routeWebSocket(/graphql/, () => {
      // Takes the connection and never answers.
    });
    await page.clock.install();
    await studio.go(page, 'evaluate?run=1&k=2');
    await page.getByRole('region', { name: 'Evaluation in progress' }).waitFor();
    await page.clock.fastForward(6_000);
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
    const { difference } = compareModels.measures.find(({ name }) => name === 'NDCG')!;
    const row = page.getByRole('region', { name: 'Measures of both models' }).getByRole('row', { name: /^NDCG/ });
    await waitFor(async () => (await row.innerText()).includes(difference.toFixed(4).replace('-', '−')));
  });
}
