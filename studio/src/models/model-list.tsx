import { useInfiniteQuery } from '@tanstack/react-query';
import { nameOf } from '../api/query.js';
import { request } from '../api/request.js';
import { date, share } from '../components/format.js';
import { Failure } from '../components/state.js';
import { ModelsDocument, type ModelsQuery } from '../generated/operations.js';
import styles from './model-list.module.css';

const PAGE = 20;

export type ModelRow = ModelsQuery['models']['nodes'][number];

/** All stored models, newest first. */
export function useModels() {
  return useInfiniteQuery({
    queryKey: [nameOf(ModelsDocument)],
    queryFn: async ({ pageParam, signal }) =>
      (await request(ModelsDocument, { first: PAGE, ...(pageParam && { after: pageParam }) }, signal)).models,
    initialPageParam: '',
    getNextPageParam: ({ pageInfo }) => (pageInfo.hasNextPage ? pageInfo.endCursor : null),
  });
}

/** What a model's collaborative half is, in a word. */
export function kindOf({ algorithm, parts }: Pick<ModelRow, 'algorithm' | 'parts'>): string {
  return parts.length > 1 ? parts.map((part) => part.algorithm).join(' + ') : algorithm;
}

interface ModelListProps {
  /** Id; null: the one in service. */
  readonly open: string | null;
  readonly onOpen: (id: string) => void;
}

export function ModelList({ open, onOpen }: ModelListProps) {
  const models = useModels();
  if (models.error) return <Failure error={models.error} retry={() => void models.refetch()} />;
  const rows = models.data?.pages.flatMap((page) => page.nodes);
  return (
    <section className={`panel ${styles['list']}`} aria-label="Stored models" aria-busy={models.isFetching}>
      {!rows && <div className={`skeleton ${styles['wait']}`} />}
      {rows?.length === 0 && <p className={styles['empty']}>No model is stored yet.</p>}
      <ul>
        {rows?.map((model) => (
          <li key={model.id}>
            <ModelButton
              model={model}
              open={open === null ? model.isActive : open === model.id}
              onOpen={() => onOpen(model.id)}
            />
          </li>
        ))}
      </ul>
      {models.hasNextPage && (
        <button
          type="button"
          className="button button-small button-quiet"
          disabled={models.isFetchingNextPage}
          onClick={() => void models.fetchNextPage()}
        >
          Older models
        </button>
      )}
    </section>
  );
}

interface ModelButtonProps {
  readonly model: ModelRow;
  readonly open: boolean;
  readonly onOpen: () => void;
}

function ModelButton({ model, open, onOpen }: ModelButtonProps) {
  const ndcg = model.evaluation?.results.find(({ contestant }) => contestant === 'HYBRID')?.ndcg.value;
  return (
    <button type="button" className={styles['model']} aria-current={open || undefined} onClick={onOpen}>
      <span className={styles['id']}>
        <span className="visually-hidden">Model </span>
        {model.id}
      </span>
      <span className={styles['kind']}>
        {kindOf(model)}
        {model.isActive && <span className="tag tag-good">serves</span>}
        {!model.isActive && model.activation?.decision === 'KEPT' && <span className="tag tag-warn">kept</span>}
      </span>
      <span className={styles['ndcg']}>
        {ndcg === undefined ? '–' : ndcg.toFixed(4)}
        <small>{model.evaluation ? `NDCG@${model.evaluation.k}` : 'not measured'}</small>
      </span>
      <span className={styles['rest']}>
        {`α ${share(model.alpha)} · ${date(model.createdAt)}`}
        {model.note && <span className={styles['note']}>{model.note}</span>}
      </span>
    </button>
  );
}
