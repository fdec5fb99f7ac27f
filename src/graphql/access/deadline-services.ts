import { cancelledByDeadline, untilDeadline, type Deadline } from '../../services/deadline.js';
import type { Services } from '../../services/services.js';

type Method = (...args: unknown[]) => unknown;
type Group = Readonly<Record<string, unknown>>;
/** The services of one request: groups made when they are first used. */
type Bounded = Services & { readonly deadline: Deadline };

/** Services whose work may be long: they are given the deadline, and stop by themselves. */
function ownStops({ recommendations, evaluation, models }: Services, deadline: () => Deadline): Record<string, Group> {
  return {
    recommendations: {
      forUser: (request) => recommendations.forUser(request, deadline()),
      forUsers: (ids, controls) => recommendations.forUsers(ids, controls, deadline()),
    } satisfies Partial<Services['recommendations']>,
    evaluation: { run: (request) => evaluation.run(request, deadline()) } satisfies Partial<Services['evaluation']>,
    models: {
      compare: (request) => models.compare(request, deadline()),
      significance: (request) => models.significance(request, deadline()),
    } satisfies Partial<Services['models']>,
  };
}

/** Services whose statements are one asker's alone and may take long: they are cancelled. Names of groups, and of their methods. */
const CANCELLED: Readonly<Record<string, ReadonlySet<string>>> = {
  users: new Set(['get', 'list', 'count', 'similar', 'random', 'engagements', 'countEngagements']),
  contents: new Set(['list', 'count']),
  feedback: new Set(['list', 'count']),
  models: new Set(['list', 'count', 'report']),
  training: new Set(['list', 'trials']),
};

/** Values of subscriptions come for as long as they are wanted; points are taken whatever becomes of the operation. */
const UNBOUNDED: ReadonlySet<string> = new Set(['subscriptions', 'rateCounter', 'settings']);

const makers = new WeakMap<Services, (deadline: Deadline) => Services>();

/**
 * The services for one request: nothing begins after its deadline, nothing is waited for beyond it, what takes long stops
 * working, and Postgres is told to cancel what nobody waits for any more.
 */
export function deadlineServices(services: Services, deadline: Deadline): Services {
  let make = makers.get(services);
  if (!make) {
    make = createDeadlineServices(services);
    makers.set(services, make);
  }
  return make(deadline);
}

/** What they look like is found out once, so that a request costs two small objects. */
function createDeadlineServices(services: Services): (deadline: Deadline) => Services {
  // Who calls is known for as long as the call takes to begin.
  let current: Deadline;
  const stops = ownStops(services, () => current);

  const begin = (deadline: Deadline, method: Method, self: unknown, args: unknown[], cancelled = false): unknown => {
    deadline.check();
    if (cancelled) return cancelledByDeadline(async () => method.apply(self, args), deadline);
    current = deadline;
    const answer = method.apply(self, args);
    return answer instanceof Promise ? untilDeadline(answer, deadline) : answer;
  };
  const shapeOf = (group: object, own: Group = {}, cancelled: ReadonlySet<string> = new Set()): object => {
    const shape = {};
    for (const [name, member] of Object.entries({ ...group, ...own })) {
      const isCancelled = cancelled.has(name);
      const holder = name in own ? own : (group as Group);
      const value =
        typeof member === 'function'
          ? function (this: { readonly deadline: Deadline }, ...args: unknown[]): unknown {
              return begin(this.deadline, holder[name] as Method, group, args, isCancelled);
            }
          : member;
      Object.defineProperty(shape, name, { value, enumerable: true });
    }
    return shape;
  };

  const all = {};
  for (const [name, member] of Object.entries(services) as [string, unknown][]) {
    if (UNBOUNDED.has(name) || member === null) Object.defineProperty(all, name, { value: member, enumerable: true });
    else if (typeof member === 'function') {
      const value = function (this: Bounded, ...args: unknown[]): unknown {
        return begin(this.deadline, member as Method, services, args);
      };
      Object.defineProperty(all, name, { value, enumerable: true });
    } else if (typeof member === 'object') {
      const shape = shapeOf(member, stops[name], CANCELLED[name]);
      Object.defineProperty(all, name, {
        enumerable: true,
        get(this: Bounded): unknown {
          const group: object = Object.assign(Object.create(shape) as object, { deadline: this.deadline });
          Object.defineProperty(this, name, { value: group });
          return group;
        },
      });
    }
  }
  return (deadline) => Object.assign(Object.create(all) as object, { deadline }) as Bounded;
}
