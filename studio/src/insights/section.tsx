import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { operation } from '../api/query.js';
import { Failure } from '../components/state.js';
import { CopyOperation } from '../explore/copy-operation.js';
import type { TypedDocumentString } from '../generated/operations.js';
import styles from './insights.module.css';

export interface WindowProps {
  /** Length of the window; null for everything. */
  readonly days: number | null;
}

interface SectionProps<TResult> extends WindowProps {
  readonly title: string;
  readonly document: TypedDocumentString<TResult, { days?: number | null | undefined }>;
  readonly beside?: ReactNode;
  readonly children: (result: TResult) => ReactNode;
}

/** A part of the view with a request of its own: each shows as soon as it is counted. */
export function Section<TResult>({ title, days, document, beside, children }: SectionProps<TResult>) {
  const variables = days === null ? {} : { days };
  const { data, error, refetch, isFetching } = useQuery(operation(document, variables));
  return (
    <section className={`panel ${styles['box']}`} aria-label={title} aria-busy={isFetching}>
      <div className={styles['head']}>
        <h2>{title}</h2>
        <span className={styles['head']}>
          {beside}
          <CopyOperation document={document} variables={variables} />
        </span>
      </div>
      {error ? (
        <Failure error={error} retry={() => void refetch()} />
      ) : data ? (
        children(data)
      ) : (
        <div className={`skeleton ${styles['wait']}`} />
      )}
    </section>
  );
}
