import { createRandom } from '../../dist/src/model/random.js';

const RESAMPLES = 1000;

/** The ratio of two means over the same learners, with its 95% interval by paired bootstrap. */
export function pairedShare(values, of, seed) {
  const n = values.length;
  const sum = (all) => all.reduce((total, value) => total + value, 0);
  const random = createRandom(seed).fork('share');
  const ratios = Float64Array.from({ length: RESAMPLES }, () => {
    let [a, b] = [0, 0];
    for (let i = 0; i < n; i++) {
      const one = random.integer(n);
      a += values[one];
      b += of[one];
    }
    return a / b;
  }).sort();
  const percent = (ratio) => `${(100 * ratio).toFixed(1)}%`;
  const [low, high] = [ratios[Math.round(0.025 * RESAMPLES)], ratios[Math.round(0.975 * RESAMPLES) - 1]];
  return {
    mean: { value: sum(values) / n, of: sum(of) / n },
    share: `${percent(sum(values) / sum(of))} (${percent(low)}-${percent(high)})`,
  };
}
