/**
 * A strictly ascending map from a half's raw scores to 0-10, as the knots of a piecewise linear function: both ascend
 * strictly, at least two, y within (0, 10). On it equal steps are equal factors of the odds that a learner wants the item.
 */
export interface Calibration {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** `10 * raw` in the middle of [0, 1]: for halves that nothing is known about. */
export const IDENTITY_CALIBRATION: Calibration = { x: Float64Array.of(0.05, 0.95), y: Float64Array.of(0.5, 9.5) };

/** What the hold-out says: raw scores of (learner, item) pairs, pooled over learners, and whether each was engaged. */
export interface CalibrationSamples {
  readonly score: Float64Array;
  /** 1 relevant, 0 not. */
  readonly relevant: Uint8Array;
  /** How many pairs a sample stands for, over 0; default 1 each. For hold-outs of which only some pairs are drawn. */
  readonly weight?: Float64Array;
}

const LOWEST = 0.5;
const HIGHEST = 9.5;
const MAX_BINS = 32;
/** With fewer relevant samples a bin's rate says little: its relative error is about 1 / sqrt(relevant). */
const MIN_RELEVANT = 8;

/**
 * Fits the map by isotonic regression of relevance on score (pool adjacent violators: Ayer and others 1955; as
 * calibration: Zadrozny and Elkan 2002), on the scale of log-odds, `y = 0.5 + 9 (L(x) - L_min) / (L_max - L_min)`,
 * `L = ln(p / (1 - p))`.
 *
 * Bins hold equal numbers of relevant samples, so they are dense at the top, where relevance is frequent and rankings are
 * decided, and every rate is equally certain; equal scores are never parted. A bin's knot stands at its mean score.
 *
 * Scores are pooled as they are, not brought to one range per learner first: a learner with a long history has higher raw
 * scores because more is known, and the blend then rightly leans on that half. On two sets of real courses such blends
 * rank as well as blends of scores divided by the learner's maximum or brought to 0-1 per learner, which cost a step more
 * and say nothing across learners.
 *
 * Where rates cannot be told apart (too few relevant samples, or scores that predict nothing) the map is the line over the
 * observed range; where there is no range, `IDENTITY_CALIBRATION`. Scores that are not finite are left out. O(n log n).
 */
export function fitCalibration(samples: CalibrationSamples): Calibration {
  const { score, relevant, weight } = samples;
  const order = new Uint32Array(score.length);
  let n = 0;
  for (let i = 0; i < score.length; i++) if (Number.isFinite(score[i])) order[n++] = i;
  const descending = order.subarray(0, n).sort((a, b) => score[b] - score[a]);
  if (n === 0) return IDENTITY_CALIBRATION;
  let relevants = 0;
  for (const i of descending) relevants += relevant[i];
  const lowest = score[descending[n - 1]];
  const highest = score[descending[0]];

  const target = Math.max(MIN_RELEVANT, relevants / MAX_BINS);
  const bins: Bin[] = [];
  const close = (): void => {
    bins.push(bin);
    bin = emptyBin();
  };
  let bin = emptyBin();
  for (let i = 0; i < n;) {
    const tie = emptyBin();
    for (const value = score[descending[i]]; i < n && score[descending[i]] === value; i++) {
      const w = weight ? weight[descending[i]] : 1;
      tie.samples += w;
      tie.scores += w * value;
      tie.relevant += w * relevant[descending[i]];
      tie.count += relevant[descending[i]];
    }
    if (tie.count >= target && bin.count >= MIN_RELEVANT) close();
    merge(bin, tie);
    if (bin.count >= target) close();
  }
  if (bins.length > 0) merge(bins[bins.length - 1], bin);
  return scale(poolAdjacentViolators(bins.reverse())) ?? overRange(lowest, highest);
}

interface Bin {
  /** Sums over the samples, by weight. */
  samples: number;
  scores: number;
  relevant: number;
  /** Relevant samples, unweighted. */
  count: number;
}

const emptyBin = (): Bin => ({ samples: 0, scores: 0, relevant: 0, count: 0 });
/** Half a relevant and half a not relevant sample are added, so that a bin of one kind has finite log-odds. */
const logOdds = (bin: Bin): number => Math.log((bin.relevant + 0.5) / (bin.samples - bin.relevant + 0.5));

function merge(into: Bin, from: Bin): void {
  into.samples += from.samples;
  into.scores += from.scores;
  into.relevant += from.relevant;
  into.count += from.count;
}

/** @param bins by ascending score */
function poolAdjacentViolators(bins: readonly Bin[]): Bin[] {
  const pooled: Bin[] = [];
  for (const bin of bins) {
    pooled.push({ ...bin });
    while (pooled.length > 1 && logOdds(pooled[pooled.length - 2]) >= logOdds(pooled[pooled.length - 1])) {
      const last = pooled.pop() as Bin;
      merge(pooled[pooled.length - 1], last);
    }
  }
  return pooled;
}

/** Null where there are not two knots that doubles keep apart. */
function scale(bins: readonly Bin[]): Calibration | null {
  if (bins.length < 2) return null;
  const x = Float64Array.from(bins, (bin) => bin.scores / bin.samples);
  const odds = bins.map(logOdds);
  const low = odds[0];
  const span = odds[odds.length - 1] - low;
  const y = Float64Array.from(odds, (value) => LOWEST + ((HIGHEST - LOWEST) * (value - low)) / span);
  return strictlyAscending(x) && strictlyAscending(y) ? { x, y } : null;
}

function overRange(lowest: number, highest: number): Calibration {
  const range = highest - lowest;
  return range > 0 && range < Infinity && lowest + 0.05 * range < highest - 0.05 * range
    ? { x: Float64Array.of(lowest + 0.05 * range, highest - 0.05 * range), y: Float64Array.of(LOWEST, HIGHEST) }
    : IDENTITY_CALIBRATION;
}

function strictlyAscending(values: Float64Array): boolean {
  for (let i = 1; i < values.length; i++) if (!(values[i] > values[i - 1])) return false;
  return Number.isFinite(values[0]) && Number.isFinite(values[values.length - 1]);
}

/**
 * The calibrated score, 0 to 10. Linear between knots; past the ends it goes on with the end's slope and bends towards 0 and
 * 10 without reaching them, `10 - g^2 / (g + slope * distance)` with g what is left to 10, so that the order of raw scores
 * is kept as far as doubles can tell the results apart.
 */
export function calibrate(calibration: Calibration, raw: number): number {
  return calibrateWithin(calibration, segmentOf(calibration.x, raw, 0), raw);
}

/**
 * A raw score below which `calibrate` is surely below `score`: its inverse, a little to the low side. -Infinity where no raw
 * score is that low, Infinity from 10 on.
 */
export function rawBound({ x, y }: Calibration, score: number): number {
  const target = score - 1e-9;
  if (!(target > 0)) return -Infinity;
  if (target >= 10) return Infinity;
  let segment = 0;
  while (segment < y.length - 2 && target > y[segment + 1]) segment++;
  const [x0, x1, y0, y1] = [x[segment], x[segment + 1], y[segment], y[segment + 1]];
  const width = x1 - x0;
  const slope = (y1 - y0) / width;
  let raw: number;
  if (target < y0) raw = x0 - ((y0 * y0) / target - y0) / slope;
  else if (target <= y1) raw = x0 + (target - y0) / slope;
  else raw = x1 + ((10 - y1) ** 2 / (10 - target) - (10 - y1)) / slope;
  return raw - 1e-9 * (Math.abs(raw) + width);
}

/** `calibrate` for every item; `out` may be `raw`. */
export function calibrateAll(calibration: Calibration, raw: Float64Array, out: Float64Array): void {
  const { x } = calibration;
  let segment = 0;
  for (let i = 0; i < raw.length; i++) {
    segment = segmentOf(x, raw[i], segment);
    out[i] = calibrateWithin(calibration, segment, raw[i]);
  }
}

/** The last segment whose start is at most `raw`, 0 where there is none. @param guess looked at first */
function segmentOf(x: Float64Array, raw: number, guess: number): number {
  const last = x.length - 2;
  if ((guess === 0 || raw >= x[guess]) && (guess === last || raw < x[guess + 1])) return guess;
  let low = 0;
  let high = last;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (raw >= x[middle]) low = middle;
    else high = middle - 1;
  }
  return low;
}

function calibrateWithin({ x, y }: Calibration, segment: number, raw: number): number {
  const x0 = x[segment];
  const y0 = y[segment];
  const x1 = x[segment + 1];
  const y1 = y[segment + 1];
  // Each branch is monotone in doubles too: every step rounds monotonically, and the bounds keep branches from crossing.
  if (raw < x0) return Math.min(y0, (y0 * y0) / (y0 + ((y1 - y0) / (x1 - x0)) * (x0 - raw)));
  if (raw <= x1) return Math.min(y1, y0 + (y1 - y0) * ((raw - x0) / (x1 - x0)));
  const left = 10 - y1;
  return Math.max(y1, 10 - (left * left) / (left + ((y1 - y0) / (x1 - x0)) * (raw - x1)));
}
