import { randomUUID } from 'node:crypto';
import type { FitPart, PartRows } from '../compute/messages.js';
import { runTask } from '../compute/run-task.js';
import { DomainError } from '../errors.js';
import type { Logger } from '../logger.js';
import type { EngagementColumns } from '../model/engagement.js';
import { createVocabulary } from '../model/interactions.js';
import type { HyperParameters, RecommenderState } from '../model/recommender.js';
import { ROWS_PER_GROUP, writeEngagements } from '../spark/engagement-parquet.js';
import { fittedState, type SparkShape } from '../spark/fitted-state.js';
import { readFactors } from '../spark/read-factors.js';
import type { SparkEvent } from '../spark/spark-event.js';
import { submit, type SubmitSettings } from '../spark/spark-submit.js';
import type { EngagementStore } from '../store/engagement.store.js';
import type { Exchange } from '../store/exchange/exchange.js';
import type { TrainProgress } from './train.js';
import type { TrainingData } from './training-data.js';

/** Fits IALS outside of this process, for all the parts of the data that a training fits to. */
export type FitElsewhere = (request: FitRequest, options: TrainProgress) => Promise<FittedElsewhere>;

export interface FitRequest {
  readonly data: Pick<TrainingData, 'columns' | 'catalogue'>;
  /** The newest engagement that counts. */
  readonly maxPk: bigint;
  /** Of IALS, complete and checked. */
  readonly hyperParameters: HyperParameters;
  readonly seed: number;
  readonly testShare: number | undefined;
}

export interface FittedElsewhere {
  readonly fitted: Readonly<Partial<Record<FitPart, RecommenderState>>>;
  /** Seconds by step. */
  readonly timings: Readonly<Record<string, number>>;
}

interface Dependencies {
  readonly engagements: Pick<EngagementStore, 'readParts'>;
  readonly exchange: Exchange;
  readonly settings: SubmitSettings;
  /** Absolute path of spark/train_als.py. */
  readonly script: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly logger: Logger;
}

/** What training on Spark hands over lies in folders of this name; those older than a day are of trainings that were lost. */
const FOLDER = /^learnrec-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const DAY = 86_400_000;

const FITTING: Readonly<Record<FitPart, string>> = {
  DECIDING: 'fitting on Spark for the choice of alpha',
  TRAINING: 'fitting on Spark without the hold-out',
  EVERYTHING: 'fitting on Spark on everything',
};
/** Shares of the whole. */
const EXPORTED = 0.15;
const STARTED = 0.2;
const FITTED = 0.97;

/**
 * Writes the engagements to where Spark reads them, runs spark/train_als.py, and reads the factors that it leaves.
 * @throws DomainError SPARK_UNAVAILABLE, SPARK_FAILED, TRAINING_CANCELLED
 */
export function createFitOnSpark({
  engagements,
  exchange,
  settings,
  script,
  environment,
  logger,
}: Dependencies): FitElsewhere {
  const removeLost = async (): Promise<void> => {
    const before = Date.now() - DAY;
    for (const [name, changed] of await exchange.folders())
      if (FOLDER.test(name) && changed.getTime() < before) await exchange.remove(name);
  };

  return async ({ data, maxPk, hyperParameters, seed, testShare }, { signal, onProgress }) => {
    const report = onProgress ?? (() => undefined);
    const { columns, catalogue } = data;
    const root = `learnrec-${randomUUID()}`;
    const timings: Record<string, number> = {};
    const timed = async <T>(step: string, work: () => Promise<T>): Promise<T> => {
      const since = performance.now();
      const result = await work();
      timings[step] = (performance.now() - since) / 1000;
      return result;
    };

    await removeLost();
    const parts = await runTask(
      { kind: 'CUT', columns, catalogue: { pk: catalogue.pk, id: catalogue.id }, seed, testShare },
      { signal, onProgress: (phase) => report(phase, 0, '') },
    );
    try {
      const rowsOf = await timed('exporting', async () => {
        const write = async (folder: string, source: Source): Promise<void> => {
          await writeEngagements(
            stoppable(source, signal),
            (name, bytes) => exchange.write(`${root}/${folder}/${name}`, bytes),
            {
              onRows: (rows) =>
                report('writing engagements for Spark', Math.min(1, rows / columns.length) * EXPORTED, ''),
            },
          );
        };
        // What is parted by an instant Spark parts itself; other parts are written one by one.
        await write('rows', withFeedback(engagements.readParts({ maxPk, rowsPerPart: ROWS_PER_GROUP }), columns));
        for (const { part, rows } of parts) if (rows) await write(part, selected(columns, rows));
        return ({ part, rows }: PartRows): string => `${root}/${rows ? part : 'rows'}`;
      });

      const shapes = new Map<string, SparkShape>();
      const fitOf = (event: Extract<SparkEvent, { fit: string }>): number =>
        parts.findIndex(({ part }) => part === event.fit);
      const onEvent = (event: SparkEvent): void => {
        if (event.event === 'started') logger.info(event, 'Spark has started');
        if (!('fit' in event)) return;
        if (event.event === 'fitted') {
          shapes.set(event.fit, event);
          timings[`fitting ${event.fit.toLowerCase()}`] = event.seconds;
        }
        const within = event.event === 'fitted' ? 1 : event.event === 'progress' ? event.fraction : 0;
        const done = (fitOf(event) + within) / parts.length;
        const detail = event.event === 'progress' ? event.detail : '';
        report(FITTING[event.fit as FitPart] ?? event.fit, STARTED + done * (FITTED - STARTED), detail);
      };
      report('starting Spark', EXPORTED, '');
      const { factors, epochs, regularization, confidence } = hyperParameters;
      await timed('spark', () =>
        submit(
          settings,
          {
            name: root,
            script,
            plan: {
              parent: process.pid,
              checkpoints: exchange.url(`${root}/checkpoints`),
              engagements: columns.length,
              options: { factors, epochs, regularization, confidence, seed },
              fits: parts.map((rows) => ({
                name: rows.part,
                rows: exchange.url(rowsOf(rows)),
                before: rows.before,
                into: exchange.url(`${root}/factors/${rows.part}`),
              })),
            },
            conf: exchange.properties,
            environment,
          },
          {
            signal,
            event: onEvent,
            line: (line) => {
              logger.debug({ spark: true }, line);
              if (/has not accepted any resources/.test(line)) report('Spark waits for executors', EXPORTED, '');
            },
          },
        ),
      );

      const places = createVocabulary(catalogue.pk);
      const fitted: Partial<Record<FitPart, RecommenderState>> = {};
      await timed('importing', async () => {
        for (const { part } of parts) {
          report('reading factors', FITTED, '');
          const itemFactors = new Float32Array(places.size * factors);
          for (const path of await exchange.list(`${root}/factors/${part}`))
            if (path.endsWith('.parquet'))
              await readFactors(await exchange.read(path), places.indexOf, factors, itemFactors);
          fitted[part] = fittedState(itemFactors, shapes.get(part)!, hyperParameters);
        }
      });
      return { fitted, timings };
    } finally {
      await exchange
        .remove(root)
        .catch((err: unknown) => logger.warn({ err }, 'what was handed over to Spark was not removed'));
    }
  };
}

type Source = AsyncIterable<EngagementColumns> | Iterable<EngagementColumns>;

async function* stoppable(source: Source, signal: AbortSignal | undefined): AsyncGenerator<EngagementColumns> {
  for await (const part of source) {
    if (signal?.aborted) throw new DomainError('TRAINING_CANCELLED', 'The training was cancelled.');
    yield part;
  }
}

async function* withFeedback(
  stored: AsyncIterable<EngagementColumns>,
  { feedbackFrom = Infinity, ...columns }: EngagementColumns,
): AsyncGenerator<EngagementColumns> {
  yield* stored;
  for (let from = feedbackFrom; from < columns.length; from += ROWS_PER_GROUP)
    yield* selected(
      columns,
      Int32Array.from({ length: Math.min(ROWS_PER_GROUP, columns.length - from) }, (_, row) => from + row),
    );
}

function* selected(columns: EngagementColumns, rows: Int32Array): Generator<EngagementColumns> {
  for (let from = 0; from < rows.length; from += ROWS_PER_GROUP) {
    const places = rows.subarray(from, from + ROWS_PER_GROUP);
    yield {
      length: places.length,
      userPk: places.map((row) => columns.userPk[row]),
      contentPk: places.map((row) => columns.contentPk[row]),
      timestamp: Float64Array.from(places, (row) => columns.timestamp[row]),
      durationSeconds: places.map((row) => columns.durationSeconds[row]),
      liked: Int8Array.from(places, (row) => columns.liked[row]),
      type: Uint8Array.from(places, (row) => columns.type[row]),
    };
  }
}
