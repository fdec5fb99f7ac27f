import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { nameOf } from '../api/query.js';
import { request } from '../api/request.js';
import { count, words } from '../components/format.js';
import { Failure } from '../components/state.js';
import { useDebounced } from '../components/use-debounced.js';
import { FindLearnersDocument, type UserFilter } from '../generated/operations.js';
import { DepartmentOptions } from './department-options.js';
import { SENIORITIES, type FindState } from './explore-state.js';
import styles from './learner-finder.module.css';

const PAGE = 20;
/** Milliseconds without a key after which the service is asked. */
const PAUSE = 150;

interface LearnerFinderProps {
  readonly find: FindState;
  readonly onFind: (find: FindState) => void;
  readonly onChoose: (id: string) => void;
}

/** Learners by id, title, department and seniority. */
export function LearnerFinder({ find, onFind, onChoose }: LearnerFinderProps) {
  const [text, setText] = useState(find.text);
  const search = useDebounced((wanted: string) => onFind({ ...find, text: wanted }), PAUSE);
  const filter: UserFilter = {
    ...(find.text.trim() && { search: find.text.trim() }),
    ...(find.department && { department: find.department }),
    ...(find.seniority && { seniorityLevel: find.seniority }),
  };
  const learners = useInfiniteQuery({
    queryKey: [nameOf(FindLearnersDocument as never), filter],
    queryFn: async ({ pageParam, signal }) =>
      (await request(FindLearnersDocument, { filter, first: PAGE, ...(pageParam && { after: pageParam }) }, signal))
        .users,
    initialPageParam: '',
    getNextPageParam: ({ pageInfo }) => (pageInfo.hasNextPage ? pageInfo.endCursor : null),
    placeholderData: keepPreviousData,
  });
  const total = learners.data?.pages[0]?.totalCount;
  const found = learners.data?.pages.flatMap((page) => page.nodes) ?? [];
  return (
    <div className={styles['finder']}>
      <form role="search" className={styles['form']} onSubmit={(event) => event.preventDefault()}>
        <label className="field">
          <span>Find a learner</span>
          <input
            className="input"
            type="search"
            placeholder="Id, title or department"
            value={text}
            onChange={(event) => {
              setText(event.currentTarget.value);
              search(event.currentTarget.value);
            }}
          />
        </label>
        <div className={styles['pair']}>
          <label className="field">
            <span>Department</span>
            <select
              className="input"
              value={find.department}
              onChange={(event) => onFind({ ...find, department: event.currentTarget.value })}
            >
              <option value="">Any</option>
              <DepartmentOptions chosen={find.department} />
            </select>
          </label>
          <label className="field">
            <span>Seniority</span>
            <select
              className="input"
              value={find.seniority ?? ''}
              onChange={(event) =>
                onFind({ ...find, seniority: SENIORITIES.find((level) => level === event.currentTarget.value) ?? null })
              }
            >
              <option value="">Any</option>
              {SENIORITIES.map((level) => (
                <option key={level} value={level}>
                  {words(level)}
                </option>
              ))}
            </select>
          </label>
        </div>
      </form>
      {learners.error ? (
        <Failure error={learners.error} retry={() => void learners.refetch()} />
      ) : (
        <>
          <p className={styles['total']} role="status">
            {total === undefined
              ? 'Looking'
              : total === 0
                ? 'No learner matches.'
                : total === 1
                  ? '1 learner'
                  : `${count(total)} learners`}
          </p>
          <ul className={styles['list']} aria-label="Learners" aria-busy={learners.isFetching}>
            {learners.isPending &&
              Array.from({ length: 6 }, (_, n) => <li key={n} className={`skeleton ${styles['wait']}`} />)}
            {found.map((user) => (
              <li key={user.id}>
                <button type="button" className={styles['learner']} onClick={() => onChoose(user.id)}>
                  <span className={styles['id']}>{user.id}</span>
                  <span className={styles['title']}>{user.title ?? 'No title'}</span>
                  <span className={styles['rest']}>
                    {[user.department, user.seniorityLevel && words(user.seniorityLevel)].filter(Boolean).join(' · ')}
                  </span>
                </button>
              </li>
            ))}
          </ul>
          {learners.hasNextPage && (
            <button
              type="button"
              className="button button-small"
              disabled={learners.isFetchingNextPage}
              onClick={() => void learners.fetchNextPage()}
            >
              More learners
            </button>
          )}
        </>
      )}
    </div>
  );
}
