import { cacheExchange, Client, fetchExchange } from '@urql/core';

/** @param token of the learner, as the platform's server has given it */
export function createUrqlClient(url: string, token: () => string | null): Client {
  return new Client({
    url,
    exchanges: [cacheExchange, fetchExchange],
    preferGetMethod: false,
    fetchOptions: () => {
      const bearer = token();
      return { headers: bearer === null ? {} : { authorization: `Bearer ${bearer}` } };
    },
  });
}
