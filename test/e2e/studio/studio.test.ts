import { fileURLToPath } from 'node:url';
import { describe, jest } from '@jest/globals';
import { describeInBrowser, useStudio } from '../../support/studio.js';
import { emptyTests } from './empty-tests.js';
import { evaluateTests } from './evaluate-tests.js';
import { exploreTests } from './explore-tests.js';
import { insightsTests } from './insights-tests.js';
import { modelsTests } from './models-tests.js';
import { pageTests } from './page-tests.js';

jest.setTimeout(120_000);

/*
 * All views in one browser, before one service: both take seconds to start. The order matters, since later tests add
 * engagements and models.
 */
describeInBrowser('LearnRec Studio', (browser) => {
  describe('with data and a model', () => {
    const studio = useStudio(browser, { environment: { KEEP_MODELS: '0', RETRAIN_AFTER: '12345', LIST_SAMPLE: '1' } });
    describe('Insights', () => insightsTests(studio));
    describe('Every view', () => pageTests(studio));
    describe('Explore', () => exploreTests(studio));
    describe('Evaluate', () => evaluateTests(studio));
    describe('Models', () => modelsTests(studio));
  });
  describe('without either, without open roles, with trusted documents only', () => {
    // The documents of the page are trusted without being in the manifest.
    const environment = { TRUSTED_DOCUMENTS: fileURLToPath(new URL('trusted-documents.json', import.meta.url)) };
    emptyTests(useStudio(browser, { data: false, openRoles: [], environment }));
  });
});
