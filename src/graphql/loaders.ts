import DataLoader from 'dataloader';
import type { Content, RecommendationList, RecommendRequest, Services, User } from '../services/services.js';

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
      cacheKeyFn: ({ userId, k, alpha }) => JSON.stringify([userId, k, alpha]),
    }),
  };
}

/** One call of the service per distinct pair of `k` and `alpha`; one that fails does not touch the others. */
async function recommendAll(
  services: Services,
  requests: readonly RecommendRequest[],
): Promise<(RecommendationList | Error)[]> {
  const groups = new Map<string, { options: Omit<RecommendRequest, 'userId'>; places: number[] }>();
  requests.forEach(({ k, alpha }, place) => {
    const key = JSON.stringify([k, alpha]);
    const group = groups.get(key) ?? { options: { k, alpha }, places: [] };
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
