import DataLoader from 'dataloader';
import type { RecommendationList, RecommendRequest } from '../services/recommendation.js';
import type { Content, Services, User } from '../services/services.js';

/** Batching within one request: what many fields ask for one by one goes to the services as one call. */
export interface Loaders {
  readonly user: DataLoader<string, User | null>;
  readonly content: DataLoader<string, Content | null>;
  readonly recommendations: DataLoader<RecommendRequest, RecommendationList, string>;
}

export function createLoaders(services: Services): Loaders {
  return {
    user: new DataLoader((ids) => services.users.getMany(ids)),
    content: new DataLoader((ids) => services.contents.getMany(ids)),
    recommendations: new DataLoader((requests) => recommendAll(services, requests), {
      cacheKeyFn: (request) => JSON.stringify(request),
    }),
  };
}

/** One call of the service per distinct set of controls; one that fails does not touch the others. */
async function recommendAll(
  services: Services,
  requests: readonly RecommendRequest[],
): Promise<(RecommendationList | Error)[]> {
  const groups = new Map<string, { options: Omit<RecommendRequest, 'userId'>; places: number[] }>();
  requests.forEach(({ userId: _, ...options }, place) => {
    const key = JSON.stringify(options);
    const group = groups.get(key) ?? { options, places: [] };
    group.places.push(place);
    groups.set(key, group);
  });

  const answers = new Array<RecommendationList | Error>(requests.length);
  await Promise.all(
    [...groups.values()].map(async ({ options, places }) => {
      const userIds = places.map((place) => requests[place]!.userId);
      const lists = await services.recommendations.forUsers(userIds, options).catch(toError);
      places.forEach((place, i) => {
        answers[place] = lists instanceof Error ? lists : lists[i]!;
      });
    }),
  );
  return answers;
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
