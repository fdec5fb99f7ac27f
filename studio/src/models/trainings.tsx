import { useQuery } from '@tanstack/react-query';
import { nameOf, operation, queryClient } from '../api/query.js';
import { request } from '../api/request.js';
import { useSubscription } from '../api/subscribe.js';
import { duration, instant, percent, words } from '../components/format.js';
import { accepted, useAdminAction } from '../components/use-admin-action.js';
import {
  CancelTrainingDocument,
  TrainingJobsDocument,
  TrainingProgressDocument,
  TrainingTrialsDocument,
  type JobFragment,
  type TrainingJobsQuery,
} from '../generated/operations.js';
import { TrialTable } from './trial-table.js';
import styles from './trainings.module.css';

/** Trainings of the last while that are looked at. */
const NEWEST = 20;
/** Milliseconds between questions while one runs, in case its subscription is cut off. */
const SAFETY = 4_000;

const isOver = ({ finishedAt }: JobFragment): boolean => finishedAt !== null;

interface TrainingsProps {
  /** Id of a training that is shown also when it has ended. */
  readonly followed: string | null;
  readonly onFollow: (jobId: string | null) => void;
  readonly onModel: (id: string) => void;
}

/** Trainings that wait or run, and the one that was asked for here. */
export function Trainings({ followed, onFollow, onModel }: TrainingsProps) {
  const variables = { first: NEWEST };
  const jobs = useQuery({
    ...operation(TrainingJobsDocument, variables),
    refetchInterval: ({ state }) => (state.data?.trainingJobs.nodes.some((job) => !isOver(job)) ? SAFETY : false),
  });
  const shown = jobs.data?.trainingJobs.nodes.filter((job) => !isOver(job) || job.id === followed) ?? [];
  return shown.map((job) => <Training key={job.id} job={job} onClose={() => onFollow(null)} onModel={onModel} />);
}

interface TrainingProps {
  readonly job: JobFragment;
  readonly onClose: () => void;
  readonly onModel: (id: string) => void;
}

function Training({ job, onClose, onModel }: TrainingProps) {
  const over = isOver(job);
  useSubscription(TrainingProgressDocument, over ? null : { jobId: job.id }, ({ trainingProgress }) => {
    put(trainingProgress);
    // A model has come of it, or none: the lists of the view are old.
    if (isOver(trainingProgress)) void queryClient.invalidateQueries();
  });
  const trials = useQuery({
    ...operation(TrainingTrialsDocument, { id: job.id }),
    enabled: job.status !== 'QUEUED',
    refetchInterval: over ? false : 2_000,
  });
  const cancel = useAdminAction(
    async () => accepted((await request(CancelTrainingDocument, { jobId: job.id })).cancelTraining),
    {
      done: () => null,
      onDone: ({ trainingJob }) => {
        if (trainingJob) put(trainingJob);
      },
    },
  );
  const tried = trials.data?.trainingJob?.trials ?? [];
  return (
    <section className={`panel ${styles['job']}`} aria-label={`Training of ${job.algorithm}`} data-status={job.status}>
      <div className={styles['head']}>
        <div>
          <h2>
            {`Training of ${job.algorithm}`} <StatusTag status={job.status} />
          </h2>
          <p className="small muted">
            {`Asked for ${instant(job.createdAt)}`}
            {job.startedAt && job.finishedAt && `, took ${duration(secondsBetween(job.startedAt, job.finishedAt))}`}
          </p>
        </div>
        <div className={styles['actions']}>
          {job.model && (
            <button type="button" className="button" onClick={() => job.model && onModel(job.model.id)}>
              {`Show model ${job.model.id}`}
            </button>
          )}
          {over ? (
            <button type="button" className="button button-quiet" onClick={onClose}>
              Close
            </button>
          ) : (
            <button
              type="button"
              className="button button-danger"
              disabled={cancel.isPending}
              onClick={() => cancel.mutate(undefined)}
            >
              Cancel training
            </button>
          )}
        </div>
      </div>
      <div className={styles['progress']}>
        <progress max={1} value={job.progress} aria-label="Progress of the training" />
        <span className={styles['percent']}>{percent(job.progress)}</span>
        <span role="status">{job.phase}</span>
      </div>
      {job.error && (
        <p role="alert" className={styles['error']}>
          {job.error.message} <span className="mono">{job.error.code}</span>
        </p>
      )}
      {job.status === 'SUCCEEDED' && job.model && !job.model.isActive && (
        <p className="small">The model is kept and not in service: it says why.</p>
      )}
      {tried.length > 0 && <TrialTable title={`${tried.length} trials so far`} objective={null} trials={tried} />}
    </section>
  );
}

const STATUS: Readonly<Record<string, string>> = {
  QUEUED: '',
  RUNNING: 'tag-warn',
  SUCCEEDED: 'tag-good',
  FAILED: 'tag-bad',
  CANCELLED: '',
};

function StatusTag({ status }: { readonly status: JobFragment['status'] }) {
  return <span className={`tag ${STATUS[status] ?? ''}`}>{words(status)}</span>;
}

const secondsBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 1000;

/** Puts what is known of a training where the list is read from. */
function put(job: JobFragment): void {
  queryClient.setQueryData<TrainingJobsQuery>(
    [nameOf(TrainingJobsDocument), { first: NEWEST }],
    (before) =>
      before && {
        trainingJobs: { nodes: before.trainingJobs.nodes.map((other) => (other.id === job.id ? job : other)) },
      },
  );
}
