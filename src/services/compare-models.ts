import { MEASURES, type MeasureName } from '../compute/messages.js';
import { runTask } from '../compute/run-task.js';
import type { Deadline } from './deadline.js';
import { DomainError } from '../errors.js';
import { withFeedback } from '../model/feedback.js';
import { createRandom } from '../model/random.js';
import type { ContentStore } from '../store/content.store.js';
import type { HistoryStore } from '../store/history.store.js';
import type { ModelRow, ModelStore } from '../store/model.store.js';
import type { UserStore } from '../store/user.store.js';
import { toModel } from './models.js';
import { toContent } from './rows.js';
import { contentRecord } from './serving-model.js';
import type { Measure } from './evaluation-report.js';
import type { Content, Model } from './services.js';

/** Two models side by side. */
export interface ModelComparison {
  readonly a: Model;
  readonly b: Model;
  /** What each measured of its blended lists on its own hold-out; empty where one has measured nothing. */
  readonly measures: readonly ComparedMeasure[];
  /** Whether both were measured on the same hold-out: else their measures are of different tests. */
  readonly sameHoldout: boolean;
  readonly k: number;
  /** Learners that both made a list for. */
  readonly users: number;
  /** Mean share of the places of the lists that both fill with the same content, 0-1; null without learners. */
  readonly overlap: number | null;
  /** Content that is in more lists of `b` than of `a`, the largest gain first. */
  readonly gained: readonly ExposureChange[];
  /** Content that is in fewer lists of `b` than of `a`, the largest loss first. */
  readonly lost: readonly ExposureChange[];
}

export interface ComparedMeasure {
  readonly name: MeasureName;
  readonly a: Measure;
  readonly b: Measure;
  /** b minus a. */
  readonly difference: number;
}

export interface ExposureChange {
  readonly content: Content;
  /** Lists of `a` that it is in. */
  readonly inA: number;
  readonly inB: number;
}

export interface CompareRequest {
  readonly a: string;
  readonly b: string;
  /** Length of the lists, 1-100; default 10. */
  readonly k?: number | undefined;
  /** Learners, drawn with the seed, 1-2000; default 200. */
  readonly sampleSize?: number | undefined;
  readonly seed?: number | undefined;
}

const DEFAULT_K = 10;
const DEFAULT_SAMPLE = 200;
const MOST_SAMPLE = 2000;
const DEFAULT_SEED = 42;
/** Items that gain and items that lose which are named. */
const NAMED = 20;

/** Compares what two stored models measured and what they recommend today, on a thread of its own. One at a time. */
export function createCompareModels(deps: {
  readonly models: ModelStore;
  readonly users: UserStore;
  readonly contents: ContentStore;
  readonly histories: HistoryStore;
}): (request: CompareRequest, deadline?: Deadline) => Promise<ModelComparison> {
  const { models, users, contents } = deps;
  let turn: Promise<unknown> = Promise.resolve();

  const find = async (argument: string, id: string): Promise<ModelRow> => {
    const row = /^[1-9]\d{0,8}$/.test(id) ? await models.get(Number(id)) : null;
    if (!row) throw new DomainError('NOT_FOUND', `${argument}: no model has the id "${id}".`, { argument });
    return row;
  };

  const compare = async (request: CompareRequest, deadline?: Deadline): Promise<ModelComparison> => {
    deadline?.check();
    const k = whole('k', request.k ?? DEFAULT_K, 100);
    const size = whole('sampleSize', request.sampleSize ?? DEFAULT_SAMPLE, MOST_SAMPLE);
    const [rowA, rowB] = [await find('a', request.a), await find('b', request.b)];
    const [a, b] = [toModel(rowA), toModel(rowB)];
    const learners = await users.learners();
    const random = createRandom(request.seed ?? DEFAULT_SEED).fork('comparison sample');
    const sample = random.shuffle(Int32Array.from(learners.pk)).slice(0, size).sort();
    const rows = await contents.all();
    const histories = await deps.histories.read([...sample]);
    const compared = await runTask(
      {
        kind: 'COMPARE',
        a: await models.readSnapshot(rowA.id),
        b: await models.readSnapshot(rowB.id),
        sample,
        columns: withFeedback(histories.engagements, histories.feedback),
        catalogue: {
          pk: Int32Array.from(rows, (row) => row.pk),
          id: rows.map((row) => row.id),
          records: rows.map(contentRecord),
        },
        unranked: Int32Array.from(rows.filter((row) => row.retiredAt).map((row) => row.pk)),
        learners,
        k,
      },
      { signal: deadline?.signal },
    );
    const content = new Map(rows.map((row) => [row.pk, row]));
    const changes = compared.exposure
      .map(({ pk, a: inA, b: inB }) => ({ content: toContent(content.get(pk)!), inA, inB }))
      .sort((x, y) => y.inB - y.inA - (x.inB - x.inA) || (x.content.id < y.content.id ? -1 : 1));
    const { overlap } = compared;
    return {
      a,
      b,
      ...sideBySide(a, b),
      k,
      users: sample.length,
      overlap: overlap.length === 0 ? null : overlap.reduce((sum, share) => sum + share, 0) / overlap.length,
      gained: changes.filter(({ inA, inB }) => inB > inA).slice(0, NAMED),
      lost: changes
        .filter(({ inA, inB }) => inB < inA)
        .reverse()
        .slice(0, NAMED),
    };
  };

  return (request, deadline) => {
    const next = turn.then(() => compare(request, deadline));
    turn = next.catch(() => undefined);
    return next;
  };
}

/** What both have measured of their blended lists. */
export function sideBySide(a: Model, b: Model): Pick<ModelComparison, 'measures' | 'sameHoldout'> {
  const [left, right] = [a.evaluation, b.evaluation];
  if (!left || !right) return { measures: [], sameHoldout: false };
  const [one, two] = [left, right].map(({ results }) => results.find(({ contestant }) => contestant === 'HYBRID')!);
  return {
    measures: MEASURES.flatMap((name) => {
      const [x, y] = [one[name], two[name]];
      return x && y ? [{ name, a: x, b: y, difference: y.value - x.value }] : [];
    }),
    sameHoldout:
      left.protocol === right.protocol &&
      left.cutoff?.getTime() === right.cutoff?.getTime() &&
      left.testEngagements === right.testEngagements &&
      left.seed === right.seed &&
      left.k === right.k,
  };
}

function whole(argument: string, value: number, most: number): number {
  if (!Number.isInteger(value) || value < 1 || value > most)
    throw new DomainError('BAD_USER_INPUT', `${argument} must be a whole number from 1 to ${most}, not ${value}.`, {
      argument,
    });
  return value;
}
