import type { Deadline } from '../services/deadline.js';
import type { Services } from '../services/services.js';
import { deadlineServices } from './access/deadline-services.js';
import { learnerServices } from './access/learner-services.js';
import type { Caller } from './auth.js';
import { createLoaders, type Loaders } from './loaders.js';

/** What every resolver of one request shares. */
export interface GraphQLContext {
  /** As far as the caller may use them. */
  readonly services: Services;
  readonly loaders: Loaders;
  readonly caller: Caller;
  /** Also in the response header `x-request-id` and in the log. */
  readonly requestId: string;
  /** Takes points of the asker's minute. @throws DomainError RATE_LIMITED */
  readonly charge: (points: number) => Promise<void> | undefined;
  /** Of the operation, once it is known. */
  cost: number | undefined;
}

export interface ContextRequest {
  readonly caller: Caller;
  readonly requestId: string;
  /** Whether tokens that are bound to a learner may record engagements and feedback of that learner. */
  readonly learnerRecords: boolean;
  readonly charge: GraphQLContext['charge'];
  /** Default: none, as for subscriptions. */
  readonly deadline?: Deadline;
}

/** The only way to a context: whoever is bound to a learner gets no services that could say more. */
export function createContext(
  services: Services,
  { caller, requestId, learnerRecords, charge, deadline }: ContextRequest,
): GraphQLContext {
  const bounded = deadline ? deadlineServices(services, deadline) : services;
  const allowed = caller.learnerId === null ? bounded : learnerServices(bounded, caller.learnerId, learnerRecords);
  return { services: allowed, loaders: createLoaders(allowed), caller, requestId, charge, cost: undefined };
}

/** For subscriptions, whose one context serves value after value: what was loaded for one is out of date for the next. */
export function renewLoaders(context: GraphQLContext): void {
  (context as { loaders: Loaders }).loaders = createLoaders(context.services);
}
