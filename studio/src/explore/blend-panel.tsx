import { share } from '../components/format.js';
import type { BlendPool } from './blend.js';
import { RankPlot } from './rank-plot.js';
import styles from './blend-panel.module.css';

interface BlendPanelProps {
  /** The alpha of the list on the screen. */
  readonly alpha: number;
  /** Undefined while it loads, and where lists are reordered. */
  readonly pool: BlendPool | undefined;
  readonly reordered: boolean;
  /** Whether the lists to blend could not be read. */
  readonly failed: boolean;
  /** Whether an alpha has been chosen. */
  readonly chosen: boolean;
  readonly exact: boolean;
  readonly k: number;
  readonly pointed: string | null;
  readonly onSlide: (alpha: number) => void;
  readonly onReset: () => void;
  readonly onPoint: (id: string | null) => void;
}

/** The alpha slider, under the ranks that it moves along. */
export function BlendPanel(props: BlendPanelProps) {
  const { alpha, pool, reordered, failed, chosen, exact, k, pointed } = props;
  const fitted = pool?.fittedAlpha;
  return (
    <section className={`panel ${styles['panel']}`} aria-label="Blend">
      <div className={styles['head']}>
        <p className={styles['alpha']}>
          <span aria-hidden="true">α</span>
          <output htmlFor="alpha" className={styles['value']} data-testid="alpha">
            {share(alpha)}
          </output>
          <span className={styles['state']}>
            {!chosen
              ? 'as fitted for the model'
              : fitted === undefined
                ? 'chosen'
                : `chosen; fitted is ${share(fitted)}`}
            {chosen && !exact && ' · close: the exact list follows'}
          </span>
        </p>
        <button
          type="button"
          className="button button-small"
          disabled={!chosen}
          onClick={props.onReset}
          title="Back to the alpha that was fitted for the model"
        >
          Reset
        </button>
      </div>
      {pool ? (
        <RankPlot pool={pool} alpha={alpha} k={k} pointed={pointed} onPoint={props.onPoint} />
      ) : reordered ? (
        <p className={styles['note']}>
          {failed
            ? 'What lists are blended from could not be read, so each place of the slider asks the service anew.'
            : 'Diversity, difficulty fit and exploration reorder the list, so each place of the slider asks the service anew.'}
        </p>
      ) : (
        <div className={`skeleton ${styles['wait']}`} />
      )}
      <div className={styles['slider']} style={{ '--fitted': fitted ?? -1 } as React.CSSProperties}>
        {fitted !== undefined && <span className={styles['tick']} aria-hidden="true" />}
        <input
          id="alpha"
          type="range"
          min={0}
          max={1}
          step={0.01}
          value={alpha}
          aria-label="Alpha: share of the collaborative half"
          aria-valuetext={`${share(alpha)}: ${Math.round(alpha * 100)}% collaborative, ${Math.round((1 - alpha) * 100)}% content`}
          onChange={(event) => props.onSlide(Number(event.currentTarget.value))}
        />
      </div>
      <div className={styles['ends']} aria-hidden="true">
        <span>
          <b className={styles['content']}>content</b> what it is about
        </span>
        <span>
          what similar learners take <b className={styles['collaborative']}>collaborative</b>
        </span>
      </div>
    </section>
  );
}
