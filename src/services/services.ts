import type { FeedbackService } from './feedback.js';
import type { CompareRequest, ModelComparison } from './compare-models.js';
import type { ModelSignificance, SignificanceRequest } from './model-significance.js';
import type { ModelReport, ModelReportRequest } from './model-report.js';
import type { Subscriptions } from './subscriptions.js';
import type { OperationFigures } from './operation-figures.js';
import type { Activation } from './quality-gate.js';
import type { DomainError, ErrorCode, UserError } from '../errors.js';
import type { AlgorithmChoice, AlgorithmName, HyperParameters } from '../model/recommender.js';
import type { DifficultyLevel, EngagementType, LearningStyle, SeniorityLevel } from '../model/engagement.js';
import type { AlphaSweep, AlphaSweepRequest } from './alpha-sweep.js';
import type { ApiKeys } from './api-keys.js';
import type { EvaluateRequest, EvaluationReport } from './evaluation-report.js';
import type { Insights } from './insights/insights.js';
import type { Settings } from './settings.js';
import type { RandomUsersRequest } from './random-users.js';
import type { Values } from './values.js';
import type { Deadline } from './deadline.js';
import type { ProfileRequest } from './recommend-profile.js';
import type { MakeRateCounter } from './rate-counter.js';
import type { RecommendationList, RecommendRequest } from './recommendation.js';
import type { SimilarControls, SimilarList } from './similar-content.js';
import type { SimilarUser } from './similar-users.js';
import type { Search, SearchRequest, SearchTrial } from './training-search.js';
import type { Trending, TrendingRequest } from './trending.js';

/*
 * What the service can do, without GraphQL and without SQL: the resolvers and the command line speak to these and to
 * nothing below them. Ids are the platform's own strings everywhere.
 */

export interface User {
  readonly id: string;
  readonly title: string | null;
  readonly department: string | null;
  readonly seniorityLevel: SeniorityLevel | null;
  readonly learningStyle: LearningStyle | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface Content {
  readonly id: string;
  readonly title: string;
  readonly description: string | null;
  readonly domain: string | null;
  readonly subtopic: string | null;
  /** Null: suits all levels. */
  readonly difficultyLevel: DifficultyLevel | null;
  readonly contentType: string | null;
  readonly language: string | null;
  readonly tags: readonly string[];
  readonly durationMinutes: number | null;
  readonly publishedAt: Date | null;
  readonly retiredAt: Date | null;
  /** Ids of content to complete before it, in the order given. */
  readonly prerequisites: readonly string[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface Engagement {
  readonly userId: string;
  readonly contentId: string;
  readonly timestamp: Date;
  readonly durationSeconds: number | null;
  readonly liked: boolean | null;
  readonly engagementType: EngagementType;
  /** 0-10, see model/engagement.ts. */
  readonly score: number;
  /** Opaque position for paging. */
  readonly cursor: string;
}

/** One page of a list; cursors are opaque strings that stay valid while rows come and go. */
export interface Page<T> {
  readonly edges: readonly { readonly node: T; readonly cursor: string }[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

export interface PageRequest {
  /** 1-100. */
  readonly first: number;
  /** A cursor of the same list; undefined starts at the beginning. */
  readonly after?: string | undefined;
}

export interface UserFilter {
  /** Case-insensitive part of the id, title or department. */
  readonly search?: string | undefined;
  readonly department?: string | undefined;
  readonly seniorityLevel?: SeniorityLevel | undefined;
}

export interface ContentFilter {
  /** Case-insensitive part of the id or title. */
  readonly search?: string | undefined;
  readonly domain?: string | undefined;
  readonly subtopic?: string | undefined;
  readonly difficultyLevel?: DifficultyLevel | undefined;
  readonly contentType?: string | undefined;
  readonly language?: string | undefined;
  /** Default false: retired content is left out. */
  readonly includeRetired?: boolean | undefined;
}

export interface UserInput {
  readonly id: string;
  /** In every field: undefined leaves what is stored, null clears it. */
  readonly title?: string | null | undefined;
  readonly department?: string | null | undefined;
  readonly seniorityLevel?: SeniorityLevel | null | undefined;
  readonly learningStyle?: LearningStyle | null | undefined;
}

export interface ContentInput {
  readonly id: string;
  /** Required when the content is new. */
  readonly title?: string | undefined;
  /** In every other field: undefined leaves what is stored, null clears it. */
  readonly description?: string | null | undefined;
  readonly domain?: string | null | undefined;
  readonly subtopic?: string | null | undefined;
  readonly difficultyLevel?: DifficultyLevel | null | undefined;
  readonly contentType?: string | null | undefined;
  readonly language?: string | null | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly durationMinutes?: number | null | undefined;
  readonly publishedAt?: Date | null | undefined;
  readonly retiredAt?: Date | null | undefined;
  /** Ids of content to complete before it, replacing those stored; at most 20. */
  readonly prerequisites?: readonly string[] | undefined;
}

export interface EngagementInput {
  readonly userId: string;
  readonly contentId: string;
  /** Default: now. */
  readonly timestamp?: Date | undefined;
  /** 0 to 2147483647. */
  readonly durationSeconds?: number | null | undefined;
  readonly liked?: boolean | null | undefined;
  /** Default VIEWED. */
  readonly engagementType?: EngagementType | undefined;
  /** A key of the caller's: a second engagement with the same key is not stored again. */
  readonly idempotencyKey?: string | undefined;
  /** The list that led to it. */
  readonly listId?: string | undefined;
}

/** What a write did. Bad rows are in `userErrors` with `path` starting at `['input', '<row>']`; good rows are stored all the same. */
export interface WriteResult<T> {
  readonly written: readonly T[];
  readonly userErrors: readonly UserError[];
}

export interface DeleteResult {
  /** Ids that were there, in the order of the input, each once. */
  readonly deletedIds: readonly string[];
  readonly userErrors: readonly UserError[];
}

export interface EngagementWriteResult {
  /** Rows stored now. */
  readonly recorded: number;
  /** Rows that were there already (same learner, content, type and instant, or same idempotency key). */
  readonly duplicates: number;
  readonly userErrors: readonly UserError[];
}

export interface Model {
  /** Opaque; larger is newer. */
  readonly id: string;
  readonly createdAt: Date;
  /** Of the part with the largest weight. */
  readonly algorithm: AlgorithmName;
  readonly hyperParameters: HyperParameters;
  /** What its training was asked for. */
  readonly requestedAlgorithm: AlgorithmChoice;
  /** What the collaborative half is made of, the largest weight first. */
  readonly parts: readonly ModelPart[];
  /** How much the collaborative half likes what is popular as such; null where it does not. */
  readonly popularityPrior: { readonly weight: number; readonly halfLifeDays: number } | null;
  readonly alpha: number;
  /** Alpha by the length of the history, ascending; null where one does as well. */
  readonly alphaByHistory: readonly { readonly fromLength: number; readonly alpha: number }[] | null;
  readonly isActive: boolean;
  readonly activatedAt: Date | null;
  readonly note: string | null;
  readonly sizeBytes: number;
  /** Of the training data. */
  readonly engagements: number;
  readonly users: number;
  readonly contents: number;
  readonly lastEngagementAt: Date | null;
  readonly trainingSeconds: number;
  /** Measured on the hold-out while training; null when the data had too little to hold out. */
  readonly evaluation: EvaluationReport | null;
  /** How its algorithm or its options were chosen; null where they were given or the defaults. */
  readonly search: Search | null;
  /** Seconds by phase of the training, the longest first. */
  readonly timings: readonly { readonly phase: string; readonly seconds: number }[];
  /** Why it cannot serve, and what to do; null where nothing is known against it. */
  readonly fault: string | null;
  /** What the quality gate decided when it was stored; null for models older than the gate. */
  readonly activation: Activation | null;
}

/** One algorithm of a collaborative half. */
export interface ModelPart {
  readonly algorithm: AlgorithmName;
  readonly hyperParameters: HyperParameters;
  /** Share in the sum, above 0 to 1; those of a model sum to 1. */
  readonly weight: number;
}

export type JobStatus = 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';

export interface TrainingJob {
  readonly id: string;
  readonly status: JobStatus;
  readonly phase: string;
  /** 0-1. */
  readonly progress: number;
  /** What was asked for. */
  readonly algorithm: AlgorithmChoice;
  readonly engine: TrainingEngine;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly error: { readonly code: ErrorCode; readonly message: string } | null;
  /** Set once SUCCEEDED. */
  readonly modelId: string | null;
}

/** Where the collaborative half is fitted. */
export type TrainingEngine = 'LOCAL' | 'SPARK';

export interface TrainRequest {
  /** Default LOCAL: this service. SPARK fits IALS only. */
  readonly engine?: TrainingEngine | undefined;
  /** Default AUTO: the algorithms that fit are tried on validation learners, and the best is taken, or a blend. */
  readonly algorithm?: AlgorithmChoice | undefined;
  /** Seconds that AUTO may take, 1-86400; default 300. */
  readonly timeBudgetSeconds?: number | undefined;
  /** Options of the algorithm by name; those left out take their defaults. Not for AUTO. */
  readonly hyperParameters?: HyperParameters | undefined;
  /** Searches for the options that are not given. Not for AUTO. */
  readonly search?: SearchRequest | undefined;
  readonly seed?: number | undefined;
  readonly note?: string | undefined;
  /** What to do while another training is queued or running: wait behind it (default), or refuse. */
  readonly ifRunning?: 'QUEUE' | 'REJECT' | undefined;
  /** Share of the engagements held out to measure, the latest ones, 0.05-0.5; default 0.2. */
  readonly testShare?: number | undefined;
  /** The caller's own name for the request, 1-191 characters: a second request with it gets the job of the first, whatever else it says. */
  readonly idempotencyKey?: string | undefined;
}

export interface Services {
  readonly users: {
    get(id: string): Promise<User | null>;
    /** In the order of the ids; null where there is none. */
    getMany(ids: readonly string[]): Promise<readonly (User | null)[]>;
    list(page: PageRequest, filter: UserFilter): Promise<Page<User>>;
    count(filter: UserFilter): Promise<number>;
    upsert(input: readonly UserInput[]): Promise<WriteResult<User>>;
    /**
     * Removes learners with everything that is stored about them. A learner's vector is made from the history at every
     * request, so it is gone with it; models that were trained on it keep no learner.
     */
    delete(ids: readonly string[]): Promise<DeleteResult>;
    /** One page for each learner, newest first, in the order of the ids; an empty one where nobody has the id. */
    engagements(userIds: readonly string[], page: PageRequest): Promise<readonly Page<Engagement>[]>;
    /** How many each learner has, in the order of the ids. */
    countEngagements(userIds: readonly string[]): Promise<readonly number[]>;
    /** @throws DomainError NOT_FOUND, BAD_USER_INPUT */
    similar(userId: string, k: number): Promise<readonly SimilarUser[]>;
    /** Learners of a segment, by chance. @throws DomainError BAD_USER_INPUT */
    random(request: RandomUsersRequest): Promise<readonly User[]>;
  };
  readonly contents: {
    get(id: string): Promise<Content | null>;
    getMany(ids: readonly string[]): Promise<readonly (Content | null)[]>;
    list(page: PageRequest, filter: ContentFilter): Promise<Page<Content>>;
    count(filter: ContentFilter): Promise<number>;
    upsert(input: readonly ContentInput[]): Promise<WriteResult<Content>>;
    /** @throws DomainError NOT_FOUND, MODEL_NOT_READY, BAD_USER_INPUT */
    similar(contentId: string, controls?: SimilarControls): Promise<SimilarList>;
    /**
     * The lists of several at once, in the order of the ids; an error NOT_FOUND in the place of one that is not there.
     * @throws DomainError MODEL_NOT_READY, BAD_USER_INPUT
     */
    similarMany(
      contentIds: readonly string[],
      controls?: SimilarControls,
    ): Promise<readonly (SimilarList | DomainError)[]>;
    /** What is engaged with more than before. @throws DomainError BAD_USER_INPUT */
    trending(request: TrendingRequest): Promise<Trending>;
  };
  readonly values: Values;
  readonly engagements: {
    /** Learners and content must exist; rows that name unknown ones are refused with NOT_FOUND. */
    record(input: readonly EngagementInput[]): Promise<EngagementWriteResult>;
  };
  readonly feedback: FeedbackService;
  readonly recommendations: {
    /** Never fails for an unknown learner. @throws DomainError MODEL_NOT_READY, BAD_USER_INPUT */
    forUser(request: RecommendRequest, deadline?: Deadline): Promise<RecommendationList>;
    /** The same, for a look that is not answered to anybody: never logged. */
    preview(request: RecommendRequest): Promise<RecommendationList>;
    /** The same for several learners in one batch, in their order. */
    forUsers(
      userIds: readonly string[],
      options: Omit<RecommendRequest, 'userId'>,
      deadline?: Deadline,
    ): Promise<readonly RecommendationList[]>;
    /** For somebody without an account. @throws DomainError MODEL_NOT_READY, BAD_USER_INPUT */
    forProfile(request: ProfileRequest): Promise<RecommendationList>;
    /** One learner's lists over several alphas. @throws DomainError MODEL_NOT_READY, BAD_USER_INPUT */
    alphaSweep(request: AlphaSweepRequest): Promise<AlphaSweep>;
  };
  /**
   * What is in the data of the last days, counted back from the newest engagement; default: of everything.
   * @param days 1-3660
   * @throws DomainError BAD_USER_INPUT
   */
  insights(days?: number): Promise<Insights>;
  readonly evaluation: {
    /** Ranks held-out learners with the active model's evaluation fit. @throws DomainError MODEL_NOT_READY, NOT_ENOUGH_DATA, BUSY */
    run(request: EvaluateRequest, deadline?: Deadline): Promise<EvaluationReport>;
  };
  readonly models: {
    active(): Promise<Model | null>;
    get(id: string): Promise<Model | null>;
    /** In the order of the ids; null where there is none. */
    getMany(ids: readonly string[]): Promise<readonly (Model | null)[]>;
    /** Newest first. */
    list(page: PageRequest): Promise<Page<Model>>;
    count(): Promise<number>;
    /** @throws DomainError NOT_FOUND, SNAPSHOT_DAMAGED, SNAPSHOT_VERSION */
    activate(id: string): Promise<Model>;
    /** Removes it for good. @returns its id @throws DomainError NOT_FOUND, BAD_USER_INPUT for the one in service */
    delete(id: string): Promise<string>;
    /** @throws DomainError NOT_FOUND, BAD_USER_INPUT, SNAPSHOT_DAMAGED, SNAPSHOT_VERSION */
    compare(request: CompareRequest, deadline?: Deadline): Promise<ModelComparison>;
    /** Whether two models differ, learner by learner. @throws DomainError NOT_FOUND, SNAPSHOT_DAMAGED, SNAPSHOT_VERSION, BUSY */
    significance(request: SignificanceRequest, deadline?: Deadline): Promise<ModelSignificance>;
    /** What became of its lists. @throws DomainError NOT_FOUND, BAD_USER_INPUT */
    report(request: ModelReportRequest): Promise<ModelReport>;
  };
  readonly training: {
    /** Queues a training and returns at once. @throws DomainError BAD_USER_INPUT, TRAINING_IN_PROGRESS */
    enqueue(request: TrainRequest): Promise<TrainingJob>;
    get(jobId: string): Promise<TrainingJob | null>;
    /** In the order of the ids; null where there is none. */
    getMany(jobIds: readonly string[]): Promise<readonly (TrainingJob | null)[]>;
    /** Newest first. @throws DomainError BAD_USER_INPUT */
    list(page: PageRequest): Promise<Page<TrainingJob>>;
    count(): Promise<number>;
    /** What each training has tried so far, or, once it has succeeded, in all. Empty where nothing is chosen. */
    trials(jobs: readonly TrainingJob[]): Promise<readonly (readonly SearchTrial[])[]>;
    /** Asks the job to stop; a queued one is cancelled at once. @throws DomainError NOT_FOUND */
    cancel(jobId: string): Promise<TrainingJob>;
  };
  readonly settings: Settings;
  readonly subscriptions: Subscriptions;
  /** Whoever serves needs no more of them than this. */
  readonly keys: Pick<ApiKeys, 'verify'>;
  /** Counters behind the limits of rate. */
  readonly rateCounter: MakeRateCounter;
  readonly health: {
    /** Database reachable, and the model in service if there is one, else why there is none and what to do. */
    check(): Promise<{ readonly database: boolean; readonly model: string | null; readonly missing: string | null }>;
    figures(): Promise<OperationFigures>;
  };
}
