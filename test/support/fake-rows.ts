import { engagementScore } from '../../src/model/engagement.js';
import type { EvaluationReport } from '../../src/services/evaluation-report.js';
import type { Content, Engagement, Model, TrainingJob, User } from '../../src/services/services.js';

const EPOCH = new Date('2025-01-01T00:00:00Z');
const TOPICS = ['Python', 'Kubernetes', 'Negotiation'];

export function fakeUser(id: string): User {
  return {
    id,
    title: 'Analyst',
    department: (Number(id.slice(1)) || 0) % 2 === 0 ? 'Data' : 'Sales',
    seniorityLevel: 'MID',
    learningStyle: null,
    createdAt: EPOCH,
    updatedAt: EPOCH,
  };
}

export function fakeContent(id: string, n: number): Content {
  return {
    id,
    title: `Course ${id} on ${TOPICS[n % 3]}`,
    description: null,
    domain: TOPICS[n % 3]!,
    subtopic: null,
    difficultyLevel: null,
    contentType: 'Video',
    language: 'en',
    tags: ['tag'],
    durationMinutes: null,
    publishedAt: null,
    retiredAt: null,
    prerequisites: [],
    createdAt: EPOCH,
    updatedAt: EPOCH,
  };
}

export function fakeEngagement(userId: string, contentId: string, n: number): Engagement {
  return {
    userId,
    contentId,
    timestamp: new Date(EPOCH.getTime() + n * 3_600_000),
    durationSeconds: 900,
    liked: true,
    engagementType: 'COMPLETED',
    score: engagementScore(900, 1),
    cursor: String(n),
  };
}

export function fakeModel(id: string, isActive: boolean): Model {
  return {
    id,
    createdAt: EPOCH,
    algorithm: 'ITEM_KNN',
    hyperParameters: { neighbours: 50, damping: 10 },
    requestedAlgorithm: 'AUTO',
    parts: [{ algorithm: 'ITEM_KNN', hyperParameters: { neighbours: 50, damping: 10 }, weight: 1 }],
    popularityPrior: null,
    alphaByHistory: null,
    alpha: 0.5,
    isActive,
    activatedAt: EPOCH,
    note: null,
    sizeBytes: 2 ** 40,
    engagements: 2 ** 33,
    users: 40,
    contents: 30,
    lastEngagementAt: EPOCH,
    trainingSeconds: 1.5,
    evaluation: fakeReport(10, 0.5, 1),
    search: null,
    timings: [
      { phase: 'fitting', seconds: 9.5 },
      { phase: 'evaluating', seconds: 2 },
    ],
    fault: null,
    activation: { decision: 'ACTIVATED', reason: 'No model was in service.', comparedWith: null, comparison: null },
  };
}

export function fakeJob(id: string, algorithm: Model['algorithm']): TrainingJob {
  return {
    id,
    status: 'QUEUED',
    phase: 'queued',
    progress: 0,
    algorithm,
    engine: 'LOCAL',
    createdAt: EPOCH,
    startedAt: null,
    finishedAt: null,
    error: null,
    modelId: null,
  };
}

export function fakeReport(k: number, alpha: number, seed: number): EvaluationReport {
  const value = { value: 0.5, low: 0.4, high: 0.6 };
  const whole = { value: 0.5, low: null, high: null };
  return {
    k,
    protocol: 'TEMPORAL',
    users: 30,
    coldUsers: 2,
    catalogueSize: 30,
    trainEngagements: 60,
    testEngagements: 16,
    cutoff: EPOCH,
    alpha,
    seed,
    results: (['HYBRID', 'COLLABORATIVE', 'CONTENT', 'POPULARITY', 'RANDOM'] as const).map((contestant) => ({
      contestant,
      alpha: contestant === 'HYBRID' ? alpha : null,
      precision: value,
      recall: value,
      ndcg: value,
      map: value,
      mrr: value,
      hitRate: value,
      coverage: whole,
      novelty: value,
      diversity: value,
      exposureGini: whole,
      prerequisiteViolations: null,
    })),
    comparisons: [],
    verdict: { code: 'PERSONALISED_BETTER', text: 'HYBRID ranks significantly better than POPULARITY.' },
    segments: [],
    alphas: [],
    rmse: null,
    mae: null,
    seconds: 0.1,
  };
}
