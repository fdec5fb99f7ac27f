import type {
  CatalogueFilter,
  DifficultyLevel,
  ProfileInput,
  RecommendQueryVariables,
  SeniorityLevel,
} from '../generated/operations.js';

/** Everything the view shows, as it stands in the address. What has its default is not in the address. */
export interface ExploreState {
  /** Id of the learner; null for none, or for a profile. */
  readonly learner: string | null;
  /** An invented profile; null where there is none. */
  readonly profile: ProfileState | null;
  /** Null: the service chooses. */
  readonly alpha: number | null;
  readonly k: number;
  readonly diversity: number;
  readonly exploration: number;
  readonly difficultyFit: boolean;
  readonly includeSeen: boolean;
  readonly readyOnly: boolean;
  readonly filters: FilterState;
  /** Id of the content that is open. */
  readonly item: string | null;
  readonly find: FindState;
}

/** What learners are looked for by. */
export interface FindState {
  readonly text: string;
  readonly department: string;
  readonly seniority: SeniorityLevel | null;
}

export interface ProfileState {
  readonly title: string;
  readonly department: string;
  readonly seniority: SeniorityLevel | null;
  /** Ids of content that they like, and of content that they have seen. */
  readonly liked: readonly string[];
  readonly seen: readonly string[];
}

/** Values that content may have, any of them; an empty list does not filter. */
export interface FilterState {
  readonly domain: readonly string[];
  readonly subtopic: readonly string[];
  readonly level: readonly DifficultyLevel[];
  readonly type: readonly string[];
  readonly language: readonly string[];
}

export const SENIORITIES: readonly SeniorityLevel[] = ['STUDENT', 'FRESHER', 'JUNIOR', 'MID', 'SENIOR', 'LEAD'];
export const LEVELS: readonly DifficultyLevel[] = ['BEGINNER', 'INTERMEDIATE', 'ADVANCED'];
export const FILTER_FIELDS = ['domain', 'subtopic', 'level', 'type', 'language'] as const;
export const NO_FILTERS: FilterState = { domain: [], subtopic: [], level: [], type: [], language: [] };
export const EMPTY_PROFILE: ProfileState = { title: '', department: '', seniority: null, liked: [], seen: [] };
const DEFAULT_K = 10;
const MOST = 50;

function share(text: string | null): number | null {
  if (text === null || text.trim() === '') return null;
  const value = Number(text);
  return value >= 0 && value <= 1 ? value : null;
}

function oneOf<T extends string>(values: readonly T[], text: string | null): T | null {
  return values.find((value) => value === text) ?? null;
}

/** Reads an address. What cannot be understood counts as not given. */
export function readExplore(params: URLSearchParams): ExploreState {
  const k = Number(params.get('k') ?? DEFAULT_K);
  const invented = params.get('profile') !== null;
  return {
    learner: invented ? null : params.get('learner') || null,
    profile: invented
      ? {
          title: params.get('title') ?? '',
          department: params.get('department') ?? '',
          seniority: oneOf(SENIORITIES, params.get('seniority')),
          liked: params.getAll('liked'),
          seen: params.getAll('knows'),
        }
      : null,
    alpha: share(params.get('alpha')),
    k: Number.isInteger(k) && k >= 1 && k <= MOST ? k : DEFAULT_K,
    diversity: share(params.get('diversity')) ?? 0,
    exploration: share(params.get('exploration')) ?? 0,
    difficultyFit: params.get('fit') === '1',
    includeSeen: params.get('seen') === '1',
    readyOnly: params.get('ready') === '1',
    filters: {
      domain: params.getAll('domain'),
      subtopic: params.getAll('subtopic'),
      level: LEVELS.filter((level) => params.getAll('level').includes(level)),
      type: params.getAll('type'),
      language: params.getAll('language'),
    },
    item: params.get('item') || null,
    find: {
      text: params.get('find') ?? '',
      department: params.get('find-department') ?? '',
      seniority: oneOf(SENIORITIES, params.get('find-seniority')),
    },
  };
}

/** The address of a state: the inverse of readExplore. */
export function writeExplore(state: ExploreState): URLSearchParams {
  const params = new URLSearchParams();
  if (state.learner !== null) params.set('learner', state.learner);
  if (state.profile) {
    params.set('profile', '1');
    if (state.profile.title) params.set('title', state.profile.title);
    if (state.profile.department) params.set('department', state.profile.department);
    if (state.profile.seniority) params.set('seniority', state.profile.seniority);
    for (const id of state.profile.liked) params.append('liked', id);
    for (const id of state.profile.seen) params.append('knows', id);
  }
  if (state.alpha !== null) params.set('alpha', String(state.alpha));
  if (state.k !== DEFAULT_K) params.set('k', String(state.k));
  if (state.diversity !== 0) params.set('diversity', String(state.diversity));
  if (state.exploration !== 0) params.set('exploration', String(state.exploration));
  if (state.difficultyFit) params.set('fit', '1');
  if (state.includeSeen) params.set('seen', '1');
  if (state.readyOnly) params.set('ready', '1');
  for (const field of FILTER_FIELDS) for (const value of state.filters[field]) params.append(field, value);
  if (state.item !== null) params.set('item', state.item);
  if (state.find.text) params.set('find', state.find.text);
  if (state.find.department) params.set('find-department', state.find.department);
  if (state.find.seniority) params.set('find-seniority', state.find.seniority);
  return params;
}

/** The filter of the API; undefined where nothing is filtered. */
export function catalogueFilterOf(filters: FilterState): CatalogueFilter | undefined {
  const among = <T>(values: readonly T[]) => (values.length > 0 ? { in: [...values] } : undefined);
  const filter: CatalogueFilter = {
    domain: among(filters.domain),
    subtopic: among(filters.subtopic),
    difficultyLevel: among(filters.level),
    contentType: among(filters.type),
    language: among(filters.language),
  };
  const given = Object.entries(filter).filter(([, condition]) => condition !== undefined);
  return given.length > 0 ? Object.fromEntries(given) : undefined;
}

/** Whether the order is more than that of the scores, so that it cannot be worked out from the halves of the scores. */
export function isReordered(state: ExploreState): boolean {
  return state.diversity > 0 || state.exploration > 0 || state.difficultyFit;
}

export function profileInputOf({ title, department, seniority }: ProfileState): ProfileInput {
  return {
    ...(title.trim() && { title: title.trim() }),
    ...(department.trim() && { department: department.trim() }),
    ...(seniority && { seniorityLevel: seniority }),
  };
}

/** The arguments of a list; what has its default is left out. */
export function listArgumentsOf(state: ExploreState): Omit<RecommendQueryVariables, 'userId'> {
  const filter = catalogueFilterOf(state.filters);
  return {
    k: state.k,
    ...(state.alpha !== null && { alpha: state.alpha }),
    ...(filter && { filter }),
    ...(state.diversity > 0 && { diversity: state.diversity }),
    ...(state.difficultyFit && { difficultyFit: true }),
    // The service explores a little by itself where it is not told.
    exploration: state.exploration,
    ...(state.includeSeen && { includeSeen: true }),
    ...(state.readyOnly && { readyOnly: true }),
  };
}
