import type { CatalogueColumns, TrainTask } from '../../../src/compute/messages.js';
import { createProgress, type Progress } from '../../../src/compute/progress.js';
import { MISSING, type EngagementColumns } from '../../../src/model/engagement.js';
import { createRandom } from '../../../src/model/random.js';
import { getAlgorithm, resolveHyperParameters } from '../../../src/model/registry.js';

const HOUR = 3_600_000;
export const ITEMS = 40;
const LEARNERS = 300;

/**
 * Learners of even number choose ten among the first half of 40 items, the others among the second half, at random times: who
 * knows the tribe hits half of what is left, who ranks by popularity a quarter.
 */
export function twoTribes(): EngagementColumns {
  const random = createRandom(5);
  const rows: { user: number; item: number; at: number }[] = [];
  for (let user = 1; user <= LEARNERS; user++) {
    const items = random.shuffle(Int32Array.from({ length: ITEMS / 2 }, (_, i) => i)).slice(0, 10);
    for (const item of items)
      rows.push({ user, item: 1000 + item + (user % 2) * (ITEMS / 2), at: random.integer(5000) * HOUR });
  }
  return {
    length: rows.length,
    userPk: Int32Array.from(rows, ({ user }) => user),
    contentPk: Int32Array.from(rows, ({ item }) => item),
    timestamp: Float64Array.from(rows, ({ at }) => at),
    durationSeconds: new Int32Array(rows.length).fill(MISSING),
    liked: new Int8Array(rows.length).fill(MISSING),
    type: new Uint8Array(rows.length),
  };
}

/** The rows before an instant, in hours. */
export function before(columns: EngagementColumns, hours: number): EngagementColumns {
  const kept = (_value: number, row: number): boolean => columns.timestamp[row] < hours * HOUR;
  const timestamp = columns.timestamp.filter(kept);
  return {
    length: timestamp.length,
    userPk: columns.userPk.filter(kept),
    contentPk: columns.contentPk.filter(kept),
    timestamp,
    durationSeconds: columns.durationSeconds.filter(kept),
    liked: columns.liked.filter(kept),
    type: columns.type.filter(kept),
  };
}

export const CATALOGUE: CatalogueColumns = {
  pk: Int32Array.from({ length: ITEMS }, (_, i) => 1000 + i),
  id: Array.from({ length: ITEMS }, (_, i) => `c${i}`),
  records: Array.from({ length: ITEMS }, (_, i) => ({
    title: `Course ${i}`,
    description: null,
    domain: null,
    subtopic: null,
    difficultyLevel: null,
    contentType: null,
    language: null,
    tags: [],
  })),
};

/** @param cancelAfter checkpoints after which it asks to stop */
export function quiet(cancelAfter = Infinity): Progress {
  let asked = 0;
  return createProgress({
    report: () => undefined,
    cancelled: () => ++asked > cancelAfter,
    stop: () => new Error('stopped'),
    now: () => 0,
  });
}

export function trainingOf(columns: EngagementColumns, algorithm: TrainTask['algorithm'], seed = 42): TrainTask {
  if (algorithm === 'AUTO')
    return {
      kind: 'TRAIN',
      columns,
      catalogue: CATALOGUE,
      algorithm,
      hyperParameters: {},
      auto: { budgetSeconds: 60, known: [] },
      seed,
    };
  const hyperParameters = resolveHyperParameters(
    getAlgorithm(algorithm),
    algorithm === 'IALS' ? { factors: 8, epochs: 4 } : {},
  );
  return { kind: 'TRAIN', columns, catalogue: CATALOGUE, algorithm, hyperParameters, seed };
}
