import { expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { TEST_ADMIN_TOKEN } from '../../support/service.js';
import type { Studio } from '../../support/studio.js';
import { figuresOf } from './figures.js';
import { waitFor } from '../../support/wait-for.js';

interface Model {
  readonly id: string;
  readonly isActive: boolean;
  readonly algorithm: string;
}

const giveToken = async (page: Page, token: string): Promise<void> => {
  const dialog = page.getByRole('dialog', { name: 'Access token' });
  await dialog.getByLabel('Token').fill(token);
  await dialog.getByRole('button', { name: 'Use token' }).click();
};
const stored = (page: Page): Locator => page.getByRole('region', { name: 'Stored models' });
const details = (page: Page, id: string): Locator => page.getByRole('region', { name: new RegExp(`^Model ${id}: `) });

/** Training, putting in service, comparing, deleting. They leave more models than they find. */
export function modelsTests(studio: Studio): void {
  const models = async (): Promise<readonly Model[]> =>
    (await studio.client.data<{ models: { nodes: Model[] } }>('{ models { nodes { id isActive algorithm } } }')).models
      .nodes;

  it('asks for the admin token, keeps it for the tab alone, and trains with progress', async () => {
    const former = await models();
    const page = await studio.open('models?train=1');
    await page.getByLabel('Algorithm').selectOption('POPULARITY');
    await page.getByText('Hold-out, seed, note').click();
    await page.getByLabel('Note, kept with the model').fill('a baseline');
    const start = page.getByRole('button', { name: 'Start training' });
    await start.click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    expect(await models()).toEqual(former);
    await start.click();
    studio.allow(/401/);
    await giveToken(page, 'not-the-token-of-the-admin');
    await page.getByRole('dialog').getByText('The token is not known.').waitFor();
    await giveToken(page, TEST_ADMIN_TOKEN);
    const training = page.getByRole('region', { name: 'Training of POPULARITY' });
    await training.getByRole('progressbar').waitFor();
    await training.getByText('Succeeded').waitFor();
    const [made, ...others] = await models();
    expect(made!.isActive).toBe(true);
    expect(others.map(({ id, isActive }) => [id, isActive])).toEqual(former.map(({ id }) => [id, false]));
    await training.getByRole('button', { name: `Show model ${made!.id}` }).click();
    await details(page, made!.id).getByText('a baseline').waitFor();
    await details(page, made!.id).getByText('serves', { exact: true }).waitFor();
    expect(await page.evaluate<number>('localStorage.length')).toBe(0);
    expect(page.url()).not.toContain(TEST_ADMIN_TOKEN);
    const tab = await page.context().newPage();
    await tab.goto(page.url());
    await tab.getByRole('button', { name: 'Give an access token' }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Access token of this tab: given' }).click();
    await page.getByRole('button', { name: 'Forget it' }).click();
    await page.getByRole('button', { name: 'Give an access token' }).waitFor();
  });

  it('shows what became of the lists of a model', async () => {
    const { recommendations } = await studio.client.data<{
      recommendations: { id: string; items: { content: { id: string } }[] };
    }>('{ recommendations(userId: "u6", k: 4) { id items { content { id } } } }');
    const serving = (await models()).find(({ isActive }) => isActive)!.id;
    const listId = recommendations.id;
    const contentId = recommendations.items[0]!.content.id;
    // The list is written down soon after it is answered.
    const { pool } = studio.service.container.database;
    await waitFor(async () => (await pool.query('SELECT 1 FROM lists WHERE id = $1', [listId])).rows.length > 0);
    await studio.client.data(
      'mutation ($input: [EngagementInput!]!) { recordEngagements(input: $input) { recorded } }',
      { input: [{ userId: 'u6', contentId, listId, engagementType: 'COMPLETED' }] },
    );
    const page = await studio.open(`models?model=${serving}&days=7`);
    const report = page.getByRole('region', { name: 'What became of its lists' });
    const { modelReport } = await studio.client.data<{
      modelReport: { lists: number; byPosition: { position: number; impressions: number; engaged: number }[] };
    }>(`{ modelReport(modelId: "${serving}", windowDays: 7) { lists byPosition { position impressions engaged } } }`);
    const places = await figuresOf(report.getByRole('figure', { name: 'Click-through by place in the list' }));
    expect(places.map(([place, impressions, engaged]) => [place, impressions, engaged])).toEqual(
      modelReport.byPosition.map((one) => [one.position, one.impressions, one.engaged].map(String)),
    );
    expect(modelReport.byPosition[0]!.engaged).toBe(1);
    await report.getByRole('button', { name: '7 days', pressed: true }).waitFor();
    // A model that has answered nobody yet.
    await studio.go(page, 'models?model=2');
    await report.getByText('No list of this model was logged in the last 30 days.').waitFor();
  });

  it('takes options and a search, shows what was tried, and cancels', async () => {
    const page = await studio.open('models?train=1');
    await page.getByRole('button', { name: 'Give an access token' }).click();
    await giveToken(page, TEST_ADMIN_TOKEN);
    await page.getByLabel('Algorithm').selectOption('IALS');
    await page.getByRole('button', { name: 'Set options' }).click();
    await page.getByLabel(/^factors/).fill('0');
    await page.getByRole('button', { name: 'Start training' }).click();
    await page
      .getByRole('alert')
      .getByText(/factors must be a whole number from/)
      .waitFor();
    await page.getByLabel(/^factors/).fill('3');
    // Long enough to be cancelled.
    await page.getByLabel(/^epochs/).fill('1000');
    await page.getByRole('button', { name: 'Search', exact: true }).click();
    await page.getByLabel(/^Trials/).fill('1000');
    await page.getByLabel('Method').selectOption('RANDOM');
    await page.getByRole('button', { name: 'Start training' }).click();
    const training = page.getByRole('region', { name: 'Training of IALS' });
    await training.getByText(/trials so far/).click();
    await training
      .getByRole('cell', { name: /factors 3/ })
      .first()
      .waitFor();
    await training.getByRole('button', { name: 'Cancel training' }).click();
    await training.getByText('Cancelled', { exact: true }).waitFor();
    expect((await models()).map(({ algorithm }) => algorithm)).not.toContain('IALS');
    await training.getByRole('button', { name: 'Close' }).click();
    await training.waitFor({ state: 'detached' });
  });

  it('shows why a model serves and what it measured, rolls back, compares and deletes', async () => {
    await studio.service.container.train({ algorithm: 'POPULARITY', note: 'to be deleted' });
    const [newest] = await models();
    const id = newest!.id;
    const page = await studio.open('models');
    await stored(page)
      .getByRole('button', { name: /to be deleted/ })
      .waitFor();
    await details(page, id).waitFor();
    const { model } = await studio.client.data<{
      model: {
        activation: { reason: string };
        evaluation: { results: { contestant: string; ndcg: { value: number } }[] };
      };
    }>('{ model { activation { reason } evaluation { results { contestant ndcg { value } } } } }');
    await details(page, id).getByText(model.activation.reason).waitFor();
    const row = details(page, id).getByRole('row', { name: /^NDCG/ });
    for (const { ndcg } of model.evaluation.results) expect(await row.innerText()).toContain(ndcg.value.toFixed(4));
    await page.getByText('12,345').waitFor();

    await stored(page)
      .getByRole('button', { name: /^Model 1\b/ })
      .click();
    await details(page, '1').getByLabel('Compare with').selectOption(id);
    const { compareModels } = await studio.client.data<{ compareModels: { overlap: number } }>(
      `{ compareModels(a: "${id}", b: "1") { overlap } }`,
    );
    const comparison = page.getByRole('region', { name: 'Comparison' });
    await comparison
      .getByText(`${Math.round(100 * compareModels.overlap)}%`)
      .first()
      .waitFor();
    await comparison.getByRole('heading', { name: 'More often in lists of model 1' }).waitFor();
    expect(new URL(page.url()).search).toBe(`?model=1&compare=${id}`);

    await details(page, '1').getByRole('button', { name: 'Roll back to it' }).click();
    await giveToken(page, TEST_ADMIN_TOKEN);
    await page.getByText('Model 1 serves now.').waitFor();
    await details(page, '1').getByText('serves', { exact: true }).waitFor();
    await page.getByRole('link', { name: /^Model 1/ }).waitFor();
    expect((await models()).find(({ isActive }) => isActive)!.id).toBe('1');

    await stored(page)
      .getByRole('button', { name: /to be deleted/ })
      .click();
    await details(page, id).getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('button', { name: 'Delete for good' }).click();
    await page.getByText(`Model ${id} is deleted.`).waitFor();
    await waitFor(async () => !(await models()).some((one) => one.id === id));
    await details(page, '1').waitFor();
  });
}
