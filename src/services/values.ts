import type { ContentField, UserField, ValueCount, ValueStore } from '../store/value.store.js';
import { createKeptAnswers } from './insights/kept-answers.js';
import { checkRange } from './list-controls.js';

export type { ContentField, UserField, ValueCount } from '../store/value.store.js';

/** Values of one field that are kept; a field with more is text, not something to choose from. */
const MOST_VALUES = 10_000;
export const MAXIMUM_VALUES = 1000;
/** Milliseconds for which a count is good. */
const COUNT_LASTS = 60_000;

export interface ValuesRequest<Field> {
  readonly field: Field;
  /** Part of the value, whatever its case. */
  readonly search?: string | undefined;
  /** 1-1000. */
  readonly k: number;
}

export interface Values {
  /** @throws DomainError BAD_USER_INPUT */
  ofContent(request: ValuesRequest<ContentField>): Promise<readonly ValueCount[]>;
  /** @throws DomainError BAD_USER_INPUT */
  ofUsers(request: ValuesRequest<UserField>): Promise<readonly ValueCount[]>;
}

/** What filters can choose from: counted at most once a minute for each field. */
export function createValues({ values, now }: { values: ValueStore; now: () => Date }): Values {
  const kept = createKeptAnswers(now, COUNT_LASTS);
  const find = async (
    { field, search, k }: ValuesRequest<string>,
    read: () => Promise<ValueCount[]>,
  ): Promise<ValueCount[]> => {
    checkRange('k', k, 1, MAXIMUM_VALUES);
    const all = await kept.answer(field, read);
    const part = search?.toLowerCase() ?? '';
    return all.filter(({ value }) => value.toLowerCase().includes(part)).slice(0, k);
  };
  return {
    ofContent: (request) => find(request, () => values.ofContent(request.field, MOST_VALUES)),
    ofUsers: (request) => find(request, () => values.ofUsers(request.field, MOST_VALUES)),
  };
}
