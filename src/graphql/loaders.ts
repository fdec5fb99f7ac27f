import DataLoader from 'dataloader';
import type { RecommendControls } from '../services/list-controls.js';
import type { RecommendationList } from '../services/recommendation.js';
import type { Feedback } from '../services/feedback.js';
import type {
  Content,
  Engagement,
  Model,
  Page,
  PageRequest,
  Services,
  TrainingJob,
  User,
} from '../services/services.js';
import type { SearchTrial } from '../services/training-search.js';
import type { SimilarControls, SimilarList } from '../services/similar-content.js';

/** Something of one learner or one piece of content, shaped by controls. */
interface Asked<Controls> {
  readonly id: string;
  readonly controls: Controls;
}

type ControlledLoader<Controls, Answer> = DataLoader<Asked<Controls>, Answer, string>;

/** Batching within one request: what many fields ask for one by one goes to the services as one call. */
export interface Loaders {
  readonly user: DataLoader<string, User | null>;
  readonly content: DataLoader<string, Content | null>;
  readonly model: DataLoader<string, Model | null>;
  readonly trainingJob: DataLoader<string, TrainingJob | null>;
  /** What each training has tried. */
  readonly trials: DataLoader<TrainingJob, readonly SearchTrial[]>;
  readonly recommendations: ControlledLoader<RecommendControls, RecommendationList>;
  readonly similarContent: ControlledLoader<SimilarControls, SimilarList>;
  readonly engagements: ControlledLoader<PageRequest, Page<Engagement>>;
  readonly engagementCount: DataLoader<string, number>;
  readonly feedback: ControlledLoader<PageRequest, Page<Feedback>>;
  readonly feedbackCount: DataLoader<string, number>;
}

const MAKERS: { readonly [Name in keyof Loaders]: (services: Services) => Loaders[Name] } = {
  user: ({ users }) => new DataLoader((ids) => users.getMany(ids)),
  content: ({ contents }) => new DataLoader((ids) => contents.getMany(ids)),
  model: ({ models }) => new DataLoader((ids) => models.getMany(ids)),
  trainingJob: ({ training }) => new DataLoader((ids) => training.getMany(ids)),
  trials: ({ training }) => new DataLoader((jobs) => training.trials(jobs)),
  recommendations: ({ recommendations }) => byControls((ids, controls) => recommendations.forUsers(ids, controls)),
  similarContent: ({ contents }) =>
    byControls<SimilarControls, SimilarList>((ids, controls) => contents.similarMany(ids, controls)),
  engagements: ({ users }) => byControls((ids, page) => users.engagements(ids, page)),
  engagementCount: ({ users }) => new DataLoader((ids) => users.countEngagements(ids)),
  feedback: ({ feedback }) => byControls((ids, page) => feedback.list(ids, page)),
  feedbackCount: ({ feedback }) => new DataLoader((ids) => feedback.count(ids)),
};

/** Each loader is made at its first use: most requests need one or two. */
const lazyLoaders = {};
for (const name of Object.keys(MAKERS) as (keyof Loaders)[])
  Object.defineProperty(lazyLoaders, name, {
    get(this: { readonly services: Services }): unknown {
      const loader = MAKERS[name](this.services);
      Object.defineProperty(this, name, { value: loader });
      return loader;
    },
  });

export function createLoaders(services: Services): Loaders {
  return Object.assign(Object.create(lazyLoaders) as object, { services }) as unknown as Loaders;
}

/** One call per distinct set of controls; one that fails does not touch the others. */
function byControls<Controls, Answer>(
  read: (ids: readonly string[], controls: Controls) => Promise<readonly (Answer | Error)[]>,
): ControlledLoader<Controls, Answer> {
  const readAll = async (asked: readonly Asked<Controls>[]): Promise<readonly (Answer | Error)[]> => {
    const [only] = asked;
    if (asked.length === 1) return read([only.id], only.controls);
    const groups = new Map<string, { controls: Controls; places: number[] }>();
    asked.forEach(({ controls }, place) => {
      const key = JSON.stringify(controls);
      const group = groups.get(key);
      if (group) group.places.push(place);
      else groups.set(key, { controls, places: [place] });
    });
    const answers = new Array<Answer | Error>(asked.length);
    await Promise.all(
      [...groups.values()].map(async ({ controls, places }) => {
        const ids = places.map((place) => asked[place]!.id);
        const found = await read(ids, controls).catch(toError);
        places.forEach((place, i) => {
          answers[place] = found instanceof Error ? found : found[i]!;
        });
      }),
    );
    return answers;
  };
  return new DataLoader(readAll, { cacheKeyFn: ({ id, controls }) => JSON.stringify([id, controls]) });
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
