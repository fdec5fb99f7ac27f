import { it } from '@jest/globals';
import { TEST_ADMIN_TOKEN } from '../../support/service.js';
import type { Studio } from '../../support/studio.js';

/** A service without data, without a model, and that answers nobody without a token. */
export function emptyTests(studio: Studio): void {
  it('asks for a token, then says that there is no model and what to do', async () => {
    // What needs a token is answered with 401, which Chromium tells.
    studio.allow(/401/);
    const page = await studio.open('explore?learner=u1');
    await page.getByRole('heading', { name: 'A token is needed' }).first().waitFor();
    await page.getByRole('button', { name: 'Give a token' }).first().click();
    await page.getByRole('dialog').getByLabel('Token').fill(TEST_ADMIN_TOKEN);
    await page.getByRole('button', { name: 'Use token' }).click();
    await page.getByRole('heading', { name: 'No model is in service yet' }).waitFor();
    await page.getByRole('link', { name: 'No model' }).waitFor();
    await page.getByRole('link', { name: 'Train a model' }).click();
    await page.getByRole('button', { name: 'Start training' }).click();
    const training = page.getByRole('region', { name: 'Training of AUTO' });
    await training.getByText(/There are no engagements to train on/).waitFor();
    await page.getByRole('link', { name: 'Evaluate' }).click();
    await page.getByText('An evaluation measures the model in service').waitFor();
    await page.getByRole('link', { name: 'Insights' }).click();
    await page.getByRole('heading', { name: 'There are no engagements yet' }).waitFor();
    await page.getByRole('link', { name: 'Explore' }).click();
    await page.getByText('No learner matches.').waitFor();
  });
}
