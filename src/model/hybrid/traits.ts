import { foldCase } from '../content/fold-case.js';
import { tokenize } from '../content/tokenizer.js';
import type { SeniorityLevel } from '../engagement.js';

/** What a learner says of themselves. */
export interface LearnerTraits {
  readonly title: string | null;
  readonly department: string | null;
  readonly seniorityLevel: SeniorityLevel | null;
}

export const TRAIT_FIELDS = [
  'title',
  'department',
  'seniorityLevel',
] as const satisfies readonly (keyof LearnerTraits)[];
export type TraitField = (typeof TRAIT_FIELDS)[number];

/** One thing that a learner may have in common with others. */
export interface Trait {
  readonly field: TraitField;
  /** A folded word of the title, the whole folded title or department, or a seniority level. */
  readonly term: string;
}

/** The traits of a learner, each once: words of the job title, the title as a whole, department and seniority. */
export function traitsOf({ title, department, seniorityLevel }: LearnerTraits): Trait[] {
  const traits: Trait[] = [];
  if (title !== null) {
    const whole = foldCase(title).trim();
    for (const term of new Set([...tokenize(title), whole])) if (term !== '') traits.push({ field: 'title', term });
  }
  const group = department === null ? '' : foldCase(department).trim();
  if (group !== '') traits.push({ field: 'department', term: group });
  if (seniorityLevel !== null) traits.push({ field: 'seniorityLevel', term: seniorityLevel });
  return traits;
}

/** One text for each trait. */
export function traitKey({ field, term }: Trait): string {
  return `${field}:${term}`;
}
