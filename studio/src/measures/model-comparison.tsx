import { useQuery } from '@tanstack/react-query';
import { operation } from '../api/query.js';
import { count, percent } from '../components/format.js';
import { Failure, State } from '../components/state.js';
import { CopyOperation } from '../explore/copy-operation.js';
import { CompareModelsDocument, type CompareModelsQuery } from '../generated/operations.js';
import { constantOf, formatInterval, formatMeasure, MEASURES } from './measures.js';
import styles from './model-comparison.module.css';

interface ModelComparisonProps {
  /** Ids. */
  readonly a: string;
  readonly b: string;
}

/** Two models side by side: what they measured, and what they recommend to the same learners today. */
export function ModelComparison({ a, b }: ModelComparisonProps) {
  const variables = { a, b, k: 10, sampleSize: 200 };
  const comparison = useQuery({ ...operation(CompareModelsDocument, variables), staleTime: 300_000 });
  if (comparison.error) return <Failure error={comparison.error} retry={() => void comparison.refetch()} />;
  if (comparison.isPending) {
    return <State kind="loading" title={`Ranking the same learners by model ${a} and model ${b}`} />;
  }
  const found = comparison.data.compareModels;
  if (!found) return null;
  return (
    <div className={styles['comparison']}>
      <div className={styles['head']}>
        <h2>
          Model {a} and model {b}
        </h2>
        <CopyOperation document={CompareModelsDocument} variables={variables} />
      </div>
      {found.overlap !== null && (
        <p>
          Of the best {found.k} for {count(found.users)} learners, both fill <b>{percent(found.overlap)}</b> with the
          same content.
        </p>
      )}
      {!found.sameHoldout && (
        <p className={styles['warning']}>
          The two were measured on different held-out engagements: their measures are of different tests.
        </p>
      )}
      <Measures a={a} b={b} measures={found.measures} />
      <div className={styles['exposure']}>
        <Exposure title={`More often in lists of model ${b}`} a={a} b={b} changes={found.gained} />
        <Exposure title={`Less often in lists of model ${b}`} a={a} b={b} changes={found.lost} />
      </div>
    </div>
  );
}

type Found = NonNullable<CompareModelsQuery['compareModels']>;

function Measures({ a, b, measures }: ModelComparisonProps & { readonly measures: Found['measures'] }) {
  if (measures.length === 0) return <p className="muted">One of the two has measured nothing.</p>;
  return (
    <div className={styles['scroll']} role="region" aria-label="Measures of both models" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Measure</th>
            <th scope="col" className="number">
              Model {a}
            </th>
            <th scope="col" className="number">
              Model {b}
            </th>
            <th scope="col" className="number">
              Difference
            </th>
          </tr>
        </thead>
        <tbody>
          {MEASURES.map((facts) => {
            const measure = measures.find(({ name }) => name === constantOf(facts.name));
            if (!measure) return null;
            return (
              <tr key={facts.name}>
                <th scope="row" title={facts.meaning} className={styles['name']}>
                  {facts.title}
                </th>
                {[measure.a, measure.b].map((side, place) => (
                  <td key={place} className="number">
                    {formatMeasure(facts, side.value)}
                    <span className={styles['interval']}>{formatInterval(facts, side)}</span>
                  </td>
                ))}
                <td className="number" data-sign={Math.sign(measure.difference)}>
                  {measure.difference > 0 ? '+' : ''}
                  {formatMeasure(facts, measure.difference)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

interface ExposureProps extends ModelComparisonProps {
  readonly title: string;
  readonly changes: Found['gained'];
}

function Exposure({ title, a, b, changes }: ExposureProps) {
  return (
    <section>
      <h3>{title}</h3>
      {changes.length === 0 ? (
        <p className="small muted">None.</p>
      ) : (
        <table className={styles['changes']}>
          <thead>
            <tr>
              <th scope="col">Content</th>
              <th scope="col" className="number">
                {`lists of ${a}`}
              </th>
              <th scope="col" className="number">
                {`lists of ${b}`}
              </th>
            </tr>
          </thead>
          <tbody>
            {changes.slice(0, 8).map(({ content, inA, inB }) => (
              <tr key={content.id}>
                <td>{content.title}</td>
                <td className="number">{inA}</td>
                <td className="number">{inB}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
