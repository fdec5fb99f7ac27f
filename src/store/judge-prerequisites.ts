import type { ErrorCode } from '../errors.js';

/** A content row that is to be written, as far as prerequisites go. */
export interface PrerequisiteChange {
  readonly id: string;
  /** Undefined keeps what is stored. */
  readonly prerequisites?: readonly string[] | undefined;
}

/** Why a row cannot be written. */
export interface PrerequisiteFault {
  readonly id: string;
  readonly code: Extract<ErrorCode, 'NOT_FOUND' | 'PREREQUISITE_CYCLE'>;
  /** Starts with the name of the field. */
  readonly message: string;
}

/** What is stored, as far as it matters: everything that can be reached from the changes by prerequisites. */
export interface StoredPrerequisites {
  /** Ids of content that exists, of those that the changes have or name. */
  readonly known: ReadonlySet<string>;
  readonly of: ReadonlyMap<string, readonly string[]>;
}

/** Rounds after which what might still close a circle is refused without looking which row does. */
const ROUNDS = 3;
/** Steps spent on naming the circles of one batch; past it a row is told another circle of its group. */
const NAMING_STEPS = 2_000_000;
/** A longer circle is cut in the message. */
const LONGEST_NAMED = 12;

/**
 * Which of the changes cannot stand: those that name content that does not exist, and all those that are part of a circle
 * in the state that the whole batch would leave. The rest, written together, leaves the stored graph without circles, as it
 * was. A refused change leaves its row as it is stored; refusing it may thus refuse others. O(changes + prerequisites).
 * @param changes with distinct ids
 */
export function judgePrerequisites(
  changes: readonly PrerequisiteChange[],
  stored: StoredPrerequisites,
): PrerequisiteFault[] {
  const faults = new Map<string, PrerequisiteFault>();
  const changed = new Map(changes.map((change) => [change.id, change]));
  const namedBy = new Map<string, string[]>();
  for (const { id, prerequisites = [] } of changes)
    for (const name of prerequisites) {
      const list = namedBy.get(name);
      if (list) list.push(id);
      else namedBy.set(name, [id]);
    }
  /** Refuses what names content that does not exist and, where that is new, in turn what names it. */
  const refuseNaming = (missing: readonly string[]): void => {
    const names = [...missing];
    for (let n = 0; n < names.length; n++)
      for (const id of namedBy.get(names[n]) ?? []) {
        if (faults.has(id)) continue;
        const message = `prerequisites name content that does not exist: "${names[n]}"`;
        faults.set(id, { id, code: 'NOT_FOUND', message });
        if (!stored.known.has(id)) names.push(id);
      }
  };
  refuseNaming([...namedBy.keys()].filter((name) => !stored.known.has(name) && !changed.has(name)));

  const edgesOf = (id: string): readonly string[] => {
    const given = faults.has(id) ? undefined : changed.get(id)?.prerequisites;
    return given ?? stored.of.get(id) ?? [];
  };
  const eitherEdgesOf = (id: string): readonly string[] => [...new Set([...edgesOf(id), ...(stored.of.get(id) ?? [])])];
  const gives = (id: string): boolean => !faults.has(id) && (changed.get(id)?.prerequisites ?? []).length > 0;
  let steps = NAMING_STEPS;
  for (let round = 0; round <= ROUNDS; round++) {
    // What no mixture of stored and new prerequisites can close is safe, whatever else is refused.
    const edges = round < ROUNDS ? edgesOf : eitherEdgesOf;
    const groups = circularGroups(changes.map(({ id }) => id).filter(gives), edges);
    const found: PrerequisiteFault[] = [];
    for (const group of groups) {
      const inside = new Set(group);
      let circle: readonly string[] = [];
      for (const id of group.filter(gives)) {
        if (circle.length === 0 || steps > 0) {
          const walk = circleThrough(id, inside, edges);
          circle = walk.circle;
          steps -= walk.steps;
        }
        found.push({ id, code: 'PREREQUISITE_CYCLE', message: `prerequisites form a cycle: ${nameCircle(circle)}` });
      }
    }
    if (found.length === 0) break;
    for (const fault of found) faults.set(fault.id, fault);
    refuseNaming(found.map(({ id }) => id).filter((id) => !stored.known.has(id)));
  }
  return changes.flatMap(({ id }) => faults.get(id) ?? []);
}

function nameCircle(circle: readonly string[]): string {
  const cut = circle.length > LONGEST_NAMED ? LONGEST_NAMED - 1 : circle.length;
  const names = circle.slice(0, cut).map((id) => `"${id}"`);
  if (cut < circle.length) names.push(`${circle.length - cut} more`);
  return [...names, names[0]].join(' requires ');
}

/** The shortest way from an id back to itself within a strongly connected group. */
function circleThrough(
  start: string,
  inside: ReadonlySet<string>,
  edges: (id: string) => readonly string[],
): { circle: string[]; steps: number } {
  const from = new Map<string, string>();
  const queue = [start];
  let steps = 0;
  for (let head = 0; head < queue.length; head++)
    for (const next of edges(queue[head])) {
      steps++;
      if (next === start) {
        const circle = [queue[head]];
        while (circle[circle.length - 1] !== start) circle.push(from.get(circle[circle.length - 1])!);
        return { circle: circle.reverse(), steps };
      }
      if (!inside.has(next) || from.has(next)) continue;
      from.set(next, queue[head]);
      queue.push(next);
    }
  return { circle: [start], steps };
}

/**
 * The groups of ids that lie on circles together: strongly connected components of more than one id, and ids that name
 * themselves (Tarjan 1972, with a stack of its own, as chains may be long).
 */
function circularGroups(starts: readonly string[], edges: (id: string) => readonly string[]): string[][] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const groups: string[][] = [];
  for (const start of starts) {
    if (order.has(start)) continue;
    const path: { id: string; edges: readonly string[]; next: number }[] = [];
    const enter = (id: string): void => {
      order.set(id, order.size);
      low.set(id, order.get(id)!);
      open.push(id);
      isOpen.add(id);
      path.push({ id, edges: edges(id), next: 0 });
    };
    enter(start);
    while (path.length > 0) {
      const top = path[path.length - 1];
      if (top.next < top.edges.length) {
        const target = top.edges[top.next++];
        if (!order.has(target)) enter(target);
        else if (isOpen.has(target)) low.set(top.id, Math.min(low.get(top.id)!, order.get(target)!));
        continue;
      }
      path.pop();
      const above = path.at(-1);
      if (above) low.set(above.id, Math.min(low.get(above.id)!, low.get(top.id)!));
      if (low.get(top.id) !== order.get(top.id)) continue;
      const group = open.splice(open.lastIndexOf(top.id));
      for (const id of group) isOpen.delete(id);
      if (group.length > 1 || top.edges.includes(top.id)) groups.push(group);
    }
  }
  return groups;
}
