import { useQuery } from '@tanstack/react-query';
import { operation } from '../api/query.js';
import { bytes, count, duration, instant, share, words } from '../components/format.js';
import { Failure, State } from '../components/state.js';
import { ModelDetailsDocument, type ModelDetailsQuery } from '../generated/operations.js';
import { MeasureTable } from '../measures/measure-table.js';
import { ModelActions } from './model-actions.js';
import { kindOf } from './model-list.js';
import type { ChangeModels } from './models.js';
import { ModelReport } from './model-report.js';
import { Fact } from './settings-panel.js';
import { TrialTable } from './trial-table.js';
import styles from './models.module.css';

export type Model = NonNullable<ModelDetailsQuery['model']>;

interface ModelDetailsProps {
  /** Null: the model in service. */
  readonly id: string | null;
  readonly compare: string | null;
  /** Days of the report on its lists. */
  readonly days: number;
  readonly onChange: ChangeModels;
}

export function ModelDetails({ id, compare, days, onChange }: ModelDetailsProps) {
  const details = useQuery(operation(ModelDetailsDocument, id === null ? {} : { id }));
  if (details.error) return <Failure error={details.error} retry={() => void details.refetch()} />;
  if (details.isPending) return <div className="panel skeleton" style={{ height: '24rem' }} />;
  const { model } = details.data;
  if (!model) {
    return id === null ? (
      <State kind="empty" title="No model is in service yet">
        <p>Import learners, content and engagements, then train a model. The demo data of npm start will do.</p>
        <button type="button" className="button button-primary" onClick={() => onChange({ train: true })}>
          Train a model
        </button>
      </State>
    ) : (
      <State kind="empty" title={`There is no model ${id}`}>
        <button type="button" className="button" onClick={() => onChange({ model: null })}>
          Show the model in service
        </button>
      </State>
    );
  }
  return (
    <>
      <section className={`panel ${styles['box']}`} aria-labelledby="model-title">
        <div className={styles['head']}>
          <div className={styles['tags']}>
            <h2 id="model-title">
              Model {model.id}: {kindOf(model)}
            </h2>
            {model.isActive && <span className="tag tag-good">serves</span>}
            {!model.isActive && model.activation?.decision === 'KEPT' && <span className="tag tag-warn">kept</span>}
          </div>
          <ModelActions model={model} compare={compare} onChange={onChange} />
        </div>
        {model.note && <p>{model.note}</p>}
        <Why model={model} />
        {model.evaluation ? (
          <>
            <MeasureTable
              caption={`Measures at ${model.evaluation.k} on held-out engagements`}
              results={model.evaluation.results}
              measures={['ndcg', 'precision', 'recall', 'coverage', 'novelty', 'diversity']}
            />
            <p className="small muted">
              {`At ${model.evaluation.k}, for ${count(model.evaluation.users)} learners; ${count(model.evaluation.testEngagements)} engagements held out`}
              {model.evaluation.cutoff && `, from ${instant(model.evaluation.cutoff)} on`}. Intervals of 95%.
            </p>
          </>
        ) : (
          <p className="muted">Not measured: the data had too little to hold out.</p>
        )}
        <Collaborative model={model} />
        {model.search && (
          <TrialTable
            title={`${words(model.search.method)} search, ${model.search.trials.length} trials in ${duration(model.search.seconds)}`}
            objective={model.search.objective}
            trials={model.search.trials}
            complete={model.search.complete}
          />
        )}
        <dl className={styles['facts']}>
          <Fact name="Trained">{instant(model.createdAt)}</Fact>
          <Fact name="Training took">{duration(model.trainingSeconds)}</Fact>
          <Fact name="Engagements">{count(model.engagements)}</Fact>
          <Fact name="Learners">{count(model.users)}</Fact>
          <Fact name="Content">{count(model.contents)}</Fact>
          <Fact name="Newest engagement">{model.lastEngagementAt ? instant(model.lastEngagementAt) : 'none'}</Fact>
          <Fact name="Size">{bytes(model.sizeBytes)}</Fact>
          <Fact name="Last put in service">{model.activatedAt ? instant(model.activatedAt) : 'never'}</Fact>
        </dl>
      </section>
      <ModelReport modelId={model.id} days={days} onDays={(chosen) => onChange({ days: chosen })} />
    </>
  );
}

/** Why it serves, or does not. */
function Why({ model: { activation, isActive } }: { readonly model: Model }) {
  if (!activation) return null;
  const byHand = isActive && activation.decision === 'KEPT';
  return (
    <div className={styles['why']} data-on={isActive || undefined}>
      <p>
        {activation.reason}
        {byHand && ' It was put in service by hand.'}
      </p>
    </div>
  );
}

/** What the collaborative half is made of. */
function Collaborative({ model: { parts, popularityPrior, alpha, requestedAlgorithm } }: { readonly model: Model }) {
  return (
    <div>
      <h3>
        {`Collaborative half, α ${share(alpha)}`}
        {requestedAlgorithm === 'AUTO' && <span className="muted">, chosen by AUTO</span>}
      </h3>
      <ul>
        {parts.map(({ algorithm, weight, hyperParameters }) => (
          <li key={algorithm} className={styles['part']}>
            <span className={styles['weight']}>{share(weight)}</span>
            <div>
              {algorithm}
              <dl className={styles['options']}>
                {hyperParameters.map(({ name, value }) => (
                  <div key={name}>
                    <dt>{name}</dt>
                    <dd>{value}</dd>
                  </div>
                ))}
              </dl>
            </div>
          </li>
        ))}
      </ul>
      {popularityPrior && (
        <p className="small muted">
          {`A part of ${share(popularityPrior.weight)} likes what is popular as such, with a half-life of ${popularityPrior.halfLifeDays} days.`}
        </p>
      )}
    </div>
  );
}
