import { registerEnumType } from 'type-graphql';
import { ERROR_CODES, type ErrorCode } from '../../errors.js';
import type { DifficultyLevel, EngagementType, LearningStyle, SeniorityLevel } from '../../model/engagement.js';
import type { FeedbackKind } from '../../model/feedback.js';
import type { AlgorithmChoice } from '../../model/recommender.js';
import type { ReadinessState } from '../../services/readiness.js';
import type { SimilarityBasis } from '../../services/similar-content.js';
import type { ReasonField, ReasonKind, Shortfall, Strategy } from '../../services/recommendation.js';
import type {
  Contestant,
  EvaluationReport,
  Outcome,
  Protocol,
  Segmentation,
  VerdictCode,
} from '../../services/evaluation-report.js';
import type { JobStatus, TrainingEngine, TrainRequest } from '../../services/services.js';
import type { Search, SearchRequest, SearchTrial } from '../../services/training-search.js';

/**
 * Registers a GraphQL enum. Every value comes with its description.
 * @param names what the API calls values that have another name inside; the others stand for themselves
 */
export function defineEnum<T extends string>(
  name: string,
  description: string,
  values: Readonly<Record<T, string>>,
  names?: Readonly<Partial<Record<T, string>>>,
): Readonly<Record<T, T>> {
  const inside = Object.keys(values) as T[];
  const nameOf = (value: T): string => names?.[value] ?? value;
  const enumObject = Object.fromEntries(inside.map((value) => [nameOf(value), value])) as Record<T, T>;
  const valuesConfig = Object.fromEntries(inside.map((value) => [nameOf(value), { description: values[value] }]));
  registerEnumType(enumObject, { name, description, valuesConfig: valuesConfig as Record<T, { description: string }> });
  return enumObject;
}

export const SeniorityLevelEnum = defineEnum<SeniorityLevel>(
  'SeniorityLevel',
  'How senior a learner is, from least to most.',
  {
    STUDENT: 'Still in education.',
    FRESHER: 'In a first job.',
    JUNIOR: 'Some experience, works with guidance.',
    MID: 'Works independently.',
    SENIOR: 'Guides others.',
    LEAD: 'Answers for a team or a field.',
  },
);

export const LearningStyleEnum = defineEnum<LearningStyle>(
  'LearningStyle',
  'The format a learner says they prefer. A preference only: nothing here claims that it improves learning.',
  {
    VISUAL: 'Pictures, diagrams, video.',
    AUDITORY: 'Listening: talks, podcasts.',
    KINESTHETIC: 'Doing: exercises, labs.',
    READING_WRITING: 'Text: articles, books, notes.',
  },
);

export const DifficultyLevelEnum = defineEnum<DifficultyLevel>(
  'DifficultyLevel',
  'How demanding content is. Content without a level suits all levels.',
  {
    BEGINNER: 'Needs no prior knowledge.',
    INTERMEDIATE: 'Builds on the basics.',
    ADVANCED: 'Needs solid prior knowledge.',
  },
);

export const FeedbackKindEnum = defineEnum<FeedbackKind>(
  'FeedbackKind',
  'What a learner says of a recommendation. All kinds take its content out of their lists.',
  {
    NOT_RELEVANT: 'Less like this: counts as a dislike.',
    ALREADY_KNOW: 'Nothing wrong with it: counts as completed.',
    TOO_EASY: 'Content of its domain up to its level goes to the end of their lists.',
    TOO_HARD: 'Content of its domain from its level on goes to the end of their lists.',
    MORE_LIKE_THIS: 'Counts as much as the strongest engagement.',
  },
);

export const EngagementTypeEnum = defineEnum<EngagementType>(
  'EngagementType',
  'What a learner did with content. How much it says about interest: VIEWED < BOOKMARKED < ENROLLED < COMPLETED < SHARED.',
  {
    VIEWED: 'Opened it.',
    BOOKMARKED: 'Saved it for later.',
    COMPLETED: 'Finished it.',
    SHARED: 'Passed it on to someone.',
    ENROLLED: 'Signed up for it.',
  },
);

export const AlgorithmEnum = defineEnum<AlgorithmChoice>(
  'Algorithm',
  'How the collaborative half of a model is fitted from who engaged with what.',
  {
    AUTO: 'Only to ask for a training: tries the others on held-out learners and takes the best, or a blend of them. A model has the algorithms that were chosen.',
    ITEM_KNN: 'Item neighbourhoods: content is close when the same learners engage with it.',
    EASE: 'One exact regression that predicts each engagement from the others (Steck); for catalogues of up to some ten thousand contents.',
    TRANSITIONS:
      'What learners engage with soon after or before the latest content, within some steps; for long ordered histories.',
    RP3BETA: 'Random walks from the history over other learners (Christoffel; Paudel); finds less popular content.',
    IALS: 'Matrix factorization for implicit feedback by alternating least squares (Hu, Koren and Volinsky).',
    PURE_SVD: 'Truncated singular value decomposition of who engaged with what (Cremonesi, Koren and Turrin).',
    SVD: 'Biased matrix factorization by stochastic gradient descent. Predicts 0-10 scores well, ranks worse than the others.',
    POPULARITY: 'The same list for everybody: what most learners engage with. A baseline.',
  },
);

export const StrategyEnum = defineEnum<Strategy>('Strategy', 'How a list of recommendations was made.', {
  HYBRID: 'Personal: a blend of the collaborative and the content half.',
  COLD_START: 'The learner is known but has engaged with nothing: what similar learners, or all, engage with most.',
  UNKNOWN_USER: 'Nobody has this id: the list that suits most learners.',
});

export const ReasonKindEnum = defineEnum<ReasonKind>('ReasonKind', 'What kind of cause carried a part of a score.', {
  ENGAGED_CONTENT: 'Something the learner engaged with; `content` names it.',
  SHARED_TERM: 'A term that the content shares with what the learner engaged with; `term` and `field` name it.',
  POPULARITY: 'Its popularity with all learners.',
  FRESHNESS: 'Its popularity of late, beyond that over all time.',
  COHORT: 'Its popularity with learners of the same department and seniority.',
  TRAIT:
    'What learners engage with who share a word of the job title, the department or the seniority; `term` and `field` name it. Only without a history.',
  BASELINE: 'The points that a half of the score gives to every item, also where nothing speaks for it.',
});

export const ReasonFieldEnum = defineEnum<ReasonField>(
  'ReasonField',
  'A field of content or of learners that a reason rests on.',
  {
    title: 'Title of the content, or job title of the learner.',
    description: 'Description of the content.',
    domain: 'Field of knowledge.',
    subtopic: 'Part of the domain.',
    difficultyLevel: 'How demanding the content is.',
    contentType: 'Form that the content takes.',
    language: 'Language that the content is in.',
    tags: 'Free labels of the content.',
    department: 'Department of the learner.',
    seniorityLevel: 'How senior the learner is.',
  },
  {
    title: 'TITLE',
    description: 'DESCRIPTION',
    domain: 'DOMAIN',
    subtopic: 'SUBTOPIC',
    difficultyLevel: 'DIFFICULTY_LEVEL',
    contentType: 'CONTENT_TYPE',
    language: 'LANGUAGE',
    tags: 'TAG',
    department: 'DEPARTMENT',
    seniorityLevel: 'SENIORITY_LEVEL',
  },
);

export const ReadinessStateEnum = defineEnum<ReadinessState>(
  'ReadinessState',
  'Whether a learner has completed what content requires. Only COMPLETED engagements count; retired content is required of nobody.',
  {
    READY: 'Nothing is missing.',
    ALMOST: 'One piece of content is missing, and the learner is ready for that one.',
    NOT_READY: 'More is missing.',
  },
);

export const ShortfallReasonEnum = defineEnum<Shortfall['reason']>(
  'ShortfallReason',
  'Why a list is shorter than asked; the first that holds.',
  {
    MIN_SCORE: 'What is left scores less than `minScore`.',
    FILTERED: 'The rest is left out by `filter`, `exclude`, `difficultyFit` or `readyOnly`.',
    SEEN: 'The learner has engaged with the rest.',
    CATALOGUE: 'There is no more content on offer.',
  },
);

export const SimilarityBasisEnum = defineEnum<SimilarityBasis>('SimilarityBasis', 'What a similarity is of.', {
  CONTENT: 'Text and metadata: about the same.',
  COLLABORATIVE: 'Who engages with both: taken by the same learners.',
  HYBRID: 'The mean of the two.',
});

export const ContestantEnum = defineEnum<Contestant>('Contestant', 'One way to rank, measured beside the others.', {
  HYBRID: 'The blend that is served.',
  COLLABORATIVE: 'The collaborative half alone: alpha 1.',
  CONTENT: 'The content half alone: alpha 0.',
  POPULARITY: 'Most engaged content first, the same for everybody: the bar to clear.',
  RANDOM: 'A seeded random order: the floor.',
  ORACLE: 'The truth that made-up data was drawn from: the ceiling. Only in reports of the command line.',
});

export const SegmentationEnum = defineEnum<Segmentation>(
  'Segmentation',
  'What learners are told apart by.',
  {
    ACTIVITY: 'Content engaged with in training: COLD 0, CASUAL 1-5, REGULAR 6-99, POWER 100 and more.',
    DEPARTMENT: 'Department: the 20 most frequent, `(others)`, and `(none)`.',
    SENIORITY: 'Seniority level, and `(none)`.',
  },
  { SENIORITY: 'SENIORITY_LEVEL' },
);

export const OutcomeEnum = defineEnum<Outcome>('Outcome', 'What a comparison comes to.', {
  BETTER: 'The interval of the difference is above 0.',
  NO_DIFFERENCE: 'The interval of the difference holds 0.',
  WORSE: 'The interval of the difference is below 0.',
});

export const VerdictCodeEnum = defineEnum<VerdictCode>(
  'VerdictCode',
  'What an evaluation comes to. Significant: the 95% interval of the difference in NDCG, by paired bootstrap, leaves 0 out.',
  {
    PERSONALISED_BETTER: 'HYBRID is significantly better than POPULARITY.',
    ONE_HALF_BETTER: 'HYBRID is not, but one of its halves is, by the 97.5% interval.',
    ONLY_POPULARITY:
      'No personalised ranking is significantly better than POPULARITY: nothing but popularity can be learnt.',
    POPULARITY_BETTER: 'As ONLY_POPULARITY, and HYBRID is significantly worse than POPULARITY.',
    NOTHING_LEARNT: 'Neither HYBRID nor POPULARITY is significantly better than RANDOM.',
    TOO_FEW_LEARNERS: 'Fewer than 20 learners could be measured.',
  },
  { TOO_FEW_LEARNERS: 'TOO_FEW_USERS' },
);

const PROTOCOLS: Readonly<Record<Protocol, string>> = {
  TEMPORAL: 'At an instant: training rows before it, test rows from it on.',
  PER_USER_RATIO:
    'The last share of the content of each learner is the test; used where timestamps cannot part the rows.',
  LEAVE_LAST_OUT: 'The latest content of each learner who has two and more is the test.',
  STRATIFIED: 'A random share of the rows of each learner is the test, a quarter by default.',
};

export const ProtocolEnum = defineEnum<Protocol>(
  'EvaluationProtocol',
  'A way to part engagements into training and test rows that can be asked for.',
  PROTOCOLS,
);

export const SplitProtocolEnum = defineEnum<EvaluationReport['protocol']>(
  'SplitProtocol',
  'How engagements were parted into training and test rows.',
  { ...PROTOCOLS, TEST_FILE: 'The test rows came from a file of their own.' },
);

export const JobStatusEnum = defineEnum<JobStatus>('JobStatus', 'Where a training job stands.', {
  QUEUED: 'Waits for its turn.',
  RUNNING: 'Is being worked on.',
  SUCCEEDED: 'Done; its model is active.',
  FAILED: 'Ended by an error; the former model stays active.',
  CANCELLED: 'Stopped on request; the former model stays active.',
});

export const IfRunningEnum = defineEnum<NonNullable<TrainRequest['ifRunning']>>(
  'IfRunning',
  'What to do while another training is queued or running.',
  { QUEUE: 'Wait behind it.', REJECT: 'Refuse with the code TRAINING_IN_PROGRESS.' },
);

export const TrainingEngineEnum = defineEnum<TrainingEngine>(
  'TrainingEngine',
  'Where the collaborative half of a model is fitted. All else is done by the service.',
  {
    LOCAL: 'The service itself.',
    SPARK: 'A Spark that is configured (SPARK_SUBMIT): the ALS of Spark ML, for data that outgrows one machine.',
  },
);

export const SearchMethodEnum = defineEnum<SearchRequest['method']>(
  'SearchMethod',
  'How a search chooses configurations, and drops them.',
  {
    RANDOM: 'Draws them and measures each on all training data.',
    HALVING:
      'Successive halving: measures all on a ninth of the learners, the best third on a third, the best of them on all.',
  },
);

export const ChoiceMethodEnum = defineEnum<Search['method']>('ChoiceMethod', 'How a training chose.', {
  AUTO: 'Among algorithms, and among the options of those within reach of the best.',
  RANDOM: 'Among options of one algorithm, drawn at random.',
  HALVING: 'Among options of one algorithm, by successive halving.',
});

export const TrialOutcomeEnum = defineEnum<SearchTrial['outcome']>('TrialOutcome', 'What became of a trial.', {
  CHOSEN: 'The model is made of it.',
  BLENDED: 'It has a part in the model, beside the chosen one.',
  TRIED: 'Measured, and not taken.',
  REFUSED: 'It cannot be fitted so to this data.',
  LEFT_OUT: 'The time budget had no room for it.',
});

export const SearchObjectiveEnum = defineEnum<Search['objective']>(
  'SearchObjective',
  'What a search goes by, on learners held out for that.',
  {
    NDCG: 'NDCG@10 of the ranking; higher is better.',
    RMSE: 'Root mean square error of predicted 0-10 scores; lower is better.',
  },
);

export const ErrorCodeEnum = defineEnum<ErrorCode>(
  'ErrorCode',
  'Stable codes of errors, in `userErrors.code` and in `errors[].extensions.code`.',
  ERROR_CODES,
);
