import { runTask } from '../compute/run-task.js';
import { DomainError } from '../errors.js';
import { outcomeOf, type Outcome } from '../evaluation/verdict.js';
import type { ContentStore } from '../store/content.store.js';
import type { EngagementStore } from '../store/engagement.store.js';
import type { FeedbackStore } from '../store/feedback.store.js';
import type { ModelRow, ModelStore } from '../store/model.store.js';
import type { UserStore } from '../store/user.store.js';
import { boundsOf, isSameData, readTrainingData, type Fingerprint, type TrainingBounds } from './training-data.js';
import { createTurns } from './turns.js';

/** Whether two models differ, on engagements that the hold-out fits of neither have seen. */
export interface ModelSignificance {
  /** Null where they could not be compared. */
  readonly difference: ModelDifference | null;
  /** What it comes to, or why the two cannot be compared: a sentence for people. */
  readonly text: string;
}

/** NDCG@k of the same learners, by both models. */
export interface ModelDifference {
  readonly k: number;
  readonly users: number;
  /** From when on engagements were predicted; null where the hold-outs are not cut by time. */
  readonly cutoff: Date | null;
  readonly a: number;
  readonly b: number;
  /** b minus a. */
  readonly value: number;
  /** Bounds of its 95% interval, by paired bootstrap over learners. */
  readonly low: number;
  readonly high: number;
  /** Of b against a. */
  readonly outcome: Outcome;
}

export interface SignificanceRequest {
  readonly a: string;
  readonly b: string;
  /** Learners to rank, 0 for all; default 2000. */
  readonly sampleSize?: number | undefined;
}

export interface SignificanceOptions {
  readonly onProgress?: ((phase: string, fraction: number, detail: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export type CompareSignificance = (
  request: SignificanceRequest,
  options?: SignificanceOptions,
) => Promise<ModelSignificance>;

const SAMPLE = 2000;

/** Compares two stored models learner by learner, as the quality gate does, on a thread of its own. One at a time. */
export function createModelSignificance(deps: {
  readonly models: ModelStore;
  readonly users: UserStore;
  readonly contents: ContentStore;
  readonly engagements: EngagementStore;
  readonly feedback: FeedbackStore;
}): CompareSignificance {
  const { models } = deps;
  const turns = createTurns(1, 8, 'comparisons of models');

  const find = async (argument: string, id: string): Promise<ModelRow> => {
    const row = /^[1-9]\d{0,8}$/.test(id) ? await models.get(Number(id)) : null;
    if (!row) throw new DomainError('NOT_FOUND', `${argument}: no model has the id "${id}".`, { argument });
    return row;
  };

  return async ({ a, b, sampleSize = SAMPLE }, options = {}) => {
    if (!Number.isInteger(sampleSize) || sampleSize < 0)
      throw new DomainError('BAD_USER_INPUT', `sampleSize must be 0 (all) or more, not ${sampleSize}.`, {
        argument: 'sampleSize',
      });
    const [rowA, rowB] = [await find('a', a), await find('b', b)];
    return turns.take(async () => {
      const [ofA, ofB] = [rowA, rowB].map((row) => row.fingerprint as unknown as Fingerprint);
      const data = await readTrainingData(deps, later(boundsOf(ofA), boundsOf(ofB)));
      const compared = await runTask(
        {
          kind: 'GATE',
          challenger: await models.readSnapshot(rowB.id),
          champion: await models.readSnapshot(rowA.id),
          sameData: isSameData(ofA, ofB),
          learnersAtMost: sampleSize,
          ...data,
        },
        options,
      );
      if (!compared.comparable)
        return { difference: null, text: `Models ${a} and ${b} cannot be compared: ${compared.reason}.` };
      const { k, users, cutoff, challenger, champion, difference, low, high } = compared;
      const outcome = outcomeOf({ value: difference, low, high });
      const n = (value: number): string => value.toFixed(4);
      const signed = (value: number): string => `${value < 0 ? '-' : '+'}${n(Math.abs(value))}`;
      return {
        difference: {
          k,
          users,
          cutoff: cutoff === null ? null : new Date(cutoff),
          a: champion,
          b: challenger,
          value: difference,
          low,
          high,
          outcome,
        },
        text:
          `Model ${b} ${RANKS[outcome]} model ${a}: NDCG@${k} ${n(challenger)} against ${n(champion)} for the same ${users} ` +
          `learners, ${signed(difference)} (95% interval ${signed(low)} to ${signed(high)}).`,
      };
    }, options.signal);
  };
}

const RANKS: Readonly<Record<Outcome, string>> = {
  BETTER: 'ranks significantly better than',
  NO_DIFFERENCE: 'does not rank significantly differently from',
  WORSE: 'ranks significantly worse than',
};

/** The bounds within which all rows of both are. */
function later(a: TrainingBounds, b: TrainingBounds): TrainingBounds {
  const larger = (x: bigint, y: bigint): bigint => (x > y ? x : y);
  return { maxPk: larger(a.maxPk, b.maxPk), maxFeedbackPk: larger(a.maxFeedbackPk, b.maxFeedbackPk) };
}
