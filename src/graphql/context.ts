import type { Services } from '../services/services.js';
import { authenticate, type AuthConfig, type Caller } from './auth.js';
import { createLoaders, type Loaders } from './loaders.js';

/** What every resolver of one request shares. */
export interface GraphQLContext {
  readonly services: Services;
  readonly loaders: Loaders;
  readonly caller: Caller;
  /** Also in the response header `x-request-id` and in the log. */
  readonly requestId: string;
}

/** @throws DomainError UNAUTHENTICATED */
export function createContext(
  services: Services,
  config: AuthConfig,
  request: { readonly authorization: string | undefined; readonly requestId: string },
): GraphQLContext {
  return contextOf(services, authenticate(request.authorization, config), request.requestId);
}

export function contextOf(services: Services, caller: Caller, requestId: string): GraphQLContext {
  return { services, loaders: createLoaders(services), caller, requestId };
}

/** For subscriptions, whose one context serves value after value: what was loaded for one is out of date for the next. */
export function renewLoaders(context: GraphQLContext): void {
  (context as { loaders: Loaders }).loaders = createLoaders(context.services);
}
