import { seedDatabase } from '../seed/main.js';
import { createProgressBar } from './cli/progress-bar.js';
import type { Container } from './container.js';

/** What an empty database is filled with. */
const DEMO = { size: { users: 5_000, contents: 1_000, engagements: 100_000 }, seed: 42 };

/** For AUTO at the first training: a first model soon; a later training may take its time. */
const DEMO_BUDGET_SECONDS = 15;

/**
 * What `npm start` does before it serves: demo data where there is none, a model where none can serve.
 * @throws DomainError TRAINING_CANCELLED after the signal
 */
export async function prepareDemo(container: Container, signal: AbortSignal): Promise<void> {
  const { services, stores, database } = container;
  const empty = (await services.users.count({})) === 0 && (await services.contents.count({})) === 0;
  if (empty) {
    const bar = createProgressBar('demo data');
    await seedDatabase(database, { ...DEMO, onProgress: (fraction, detail) => bar.update(fraction, detail) });
    bar.stop();
  }
  const { model } = await services.health.check();
  if (model === null && (await stores.engagements.stats()).rows > 0) {
    const old = await services.models.active();
    if (old)
      process.stderr.write(
        `\n  Model ${old.id} cannot be read: ${old.fault ?? 'see the log.'}\n  A new one is trained.\n\n`,
      );
    const bar = createProgressBar('training');
    await container.train(
      {
        note: old ? `Training at the start, as model ${old.id} could not be read` : 'First training at the start',
        timeBudgetSeconds: DEMO_BUDGET_SECONDS,
      },
      { signal, onProgress: (phase, fraction) => bar.update(fraction, phase) },
    );
    bar.stop();
  }
}
