import type { Services } from '../../services/services.js';
import { untilDeadline, type Deadline } from '../../services/deadline.js';

type Method = (...args: unknown[]) => unknown;

/** Services whose work may be long: they are given the deadline, and stop by themselves. */
function ownStops(services: Services, deadline: Deadline): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  const { recommendations, evaluation, models } = services;
  return {
    recommendations: {
      forUser: (request) => recommendations.forUser(request, deadline),
      forUsers: (ids, controls) => recommendations.forUsers(ids, controls, deadline),
    } satisfies Partial<Services['recommendations']>,
    evaluation: { run: (request) => evaluation.run(request, deadline) } satisfies Partial<Services['evaluation']>,
    models: {
      compare: (request) => models.compare(request, deadline),
      significance: (request) => models.significance(request, deadline),
    } satisfies Partial<Services['models']>,
  };
}

/**
 * The services for one request: nothing begins after its deadline, nothing is waited for beyond it, and what takes long stops
 * working. Statements end by the statement timeout of their connection.
 */
export function deadlineServices(services: Services, deadline: Deadline): Services {
  const stops = ownStops(services, deadline);
  const made = new Map<PropertyKey, unknown>();

  const bound = (method: Method, self: unknown): Method => {
    return (...args) => {
      deadline.check();
      const answer = method.apply(self, args);
      return answer instanceof Promise ? untilDeadline(answer, deadline) : answer;
    };
  };
  const boundGroup = (group: object, own: Readonly<Record<string, unknown>> = {}): object =>
    Object.fromEntries(
      Object.entries({ ...group, ...own }).map(([name, member]) => [
        name,
        typeof member === 'function' ? bound(member as Method, group) : member,
      ]),
    );

  return new Proxy(services, {
    get: (target, name) => {
      if (made.has(name)) return made.get(name);
      const member: unknown = Reflect.get(target, name);
      // Values of subscriptions come for as long as they are wanted.
      const group =
        name === 'subscriptions' || name === 'rateCounter'
          ? member
          : typeof member === 'function'
            ? bound(member as Method, target)
            : typeof member === 'object' && member !== null
              ? boundGroup(member, stops[String(name)])
              : member;
      made.set(name, group);
      return group;
    },
  });
}
