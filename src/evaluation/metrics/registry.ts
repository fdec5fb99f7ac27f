import { averagePrecision } from './average-precision.js';
import { coverage } from './coverage.js';
import { exposureGini } from './exposure-gini.js';
import { hitRate } from './hit-rate.js';
import { intraListDiversity } from './intra-list-diversity.js';
import { mae } from './mae.js';
import { ndcg } from './ndcg.js';
import { novelty } from './novelty.js';
import { precision } from './precision.js';
import { prerequisiteViolations } from './prerequisite-violations.js';
import { recall } from './recall.js';
import { reciprocalRank } from './reciprocal-rank.js';
import { rmse } from './rmse.js';

/** Every measure by its kind, in the order of reports; a new one is its own file and its name here. */
export const RANKING_METRICS = [precision, recall, ndcg, averagePrecision, reciprocalRank, hitRate] as const;
export const LIST_METRICS = [novelty, intraListDiversity, prerequisiteViolations] as const;
export const CATALOGUE_METRICS = [coverage, exposureGini] as const;
export const ERROR_METRICS = [rmse, mae] as const;
/** Those that give each learner a value, in the order of `judge.ts`. */
export const LEARNER_METRICS = [...RANKING_METRICS, ...LIST_METRICS] as const;

export type RankingMetricName = (typeof RANKING_METRICS)[number]['name'];
export type ListMetricName = (typeof LIST_METRICS)[number]['name'];
export type LearnerMetricName = (typeof LEARNER_METRICS)[number]['name'];
export type CatalogueMetricName = (typeof CATALOGUE_METRICS)[number]['name'];
