import { basename } from 'node:path';
import { ALGORITHM_NAMES } from '../../dist/src/model/recommender.js';
import { stackFeatures } from '../../dist/src/model/content/stacked-features.js';
import { openEngine } from '../engine.mjs';
import { ABLATIONS } from '../quality/ablations.mjs';
import { measureNewContent, measureNewLearners } from '../quality/cold.mjs';
import { dropTwins } from '../quality/drop-twins.mjs';
import { measureFit, measureTraining } from '../quality/measure.mjs';
import { readData } from '../quality/read-data.mjs';
import { innerCut, publishedCut } from '../quality/splits.mjs';

/**
 * How well every algorithm ranks on a folder of real data (`--data`; forms: bench/quality/read-data.mjs), with defaults.
 * Prints its own tables.
 */
export async function run({ threads, data: folders = [], algorithms, seeds, budget, ...what }) {
  const { ablations, withoutTwins, inner, cold } = what;
  if (folders.length === 0) console.error('  left out: give a folder of real data with --data');
  const engine = openEngine(threads);
  for (const folder of folders) {
    const all = readData(folder);
    const { data, dropped } = withoutTwins ? dropTwins(all) : { data: all, dropped: 0 };
    const cuts = Array.from({ length: seeds ?? data.protocol.seeds }, (_, n) =>
      inner ? innerCut(data, n + 1) : publishedCut(data, n + 1),
    );
    console.log(`\n${title(basename(folder), data, cuts, { dropped, inner })}\n`);
    if (cold) printCold(data, cuts, engine, algorithms ?? ['AUTO', 'ITEM_KNN'], budget);
    else if (ablations) printAblations(data, cuts, engine, algorithms);
    else printAlgorithms(data, cuts, engine, algorithms ?? ['AUTO', ...ALGORITHM_NAMES], budget);
  }
  engine.close();
  return [];
}

function title(name, data, cuts, { dropped, inner }) {
  const users = new Set(cuts[0].test.userPk).size;
  return (
    `## ${name}${inner ? ', a slice of the training part' : ''}: ${data.ids.length} contents, ${cuts[0].train.length} training and ` +
    `${cuts[0].test.length} test engagements, ${users} learners with test engagements` +
    `${dropped > 0 ? `, ${dropped} near-duplicate learners left out` : ''}` +
    `${cuts.length > 1 ? `, mean of ${cuts.length} cuts (intervals: of the first)` : ''}`
  );
}

/** Every algorithm as a training makes it: NDCG@10 of the hybrid and of its halves. */
function printAlgorithms(data, cuts, engine, names, budgetSeconds) {
  printRow(['algorithm', 'hybrid', 'collaborative half', 'hybrid less half', 'alpha', 'seconds']);
  printRow(Array(6).fill('---'));
  let baselines = null;
  for (const algorithm of names) {
    const runs = cuts.map((cut, n) => measureTraining(data, cut, { algorithm, budgetSeconds, engine, seed: n + 1 }));
    const of = (contestant) => asMeasure(runs.map(({ results }) => results[contestant].ndcg));
    printRow([
      nameOf(algorithm, runs[0].recipe),
      of('HYBRID'),
      of('COLLABORATIVE'),
      // Below 0 where the blend ranks worse than the half alone; in parentheses where the interval has 0 in it.
      runs.map(({ comparisons }) => asDifference(comparisons.COLLABORATIVE)).join(', '),
      [...new Set(runs.map(asAlpha))].join(', '),
      mean(runs.map(({ seconds }) => seconds)).toFixed(1),
    ]);
    baselines ??= ['CONTENT', 'POPULARITY', 'RANDOM'].map((contestant) => [contestant, of(contestant)]);
  }
  for (const [contestant, value] of baselines ?? []) printRow([contestant, value, '', '', '', '']);
}

/** New content ranked among itself; learners cut to one engagement. */
function printCold(data, cuts, engine, names, budgetSeconds) {
  const rankings = ['hybrid', 'collaborative', 'content', 'popularity', 'chance'];
  for (const [title, measure] of [
    ['new content, among itself', measureNewContent],
    ['learners cut to one engagement', measureNewLearners],
  ]) {
    printRow([title, ...rankings, 'alpha', 'learners', 'seconds']);
    printRow(Array(rankings.length + 4).fill('---'));
    for (const algorithm of names) {
      const runs = cuts.map((cut, n) => measure(data, cut, { algorithm, budgetSeconds, engine, seed: n + 1 }));
      printRow([
        nameOf(algorithm, runs[0].recipe),
        ...rankings.map((ranking) => asMeasure(runs.map(({ ndcgs }) => ndcgs[ranking]))),
        [...new Set(runs.map(asAlpha))].join(', '),
        mean(runs.map(({ learners }) => learners)).toFixed(0),
        mean(runs.map(({ seconds }) => seconds)).toFixed(1),
      ]);
    }
    console.log();
  }
}

/** What each ingredient gives: the algorithm alone, without blending. */
function printAblations(data, cuts, engine, names) {
  const features = stackFeatures(data.records);
  printRow(['algorithm', 'change', 'NDCG@10', 'difference', 'seconds to fit']);
  printRow(['---', '---', '---', '---', '---']);
  const base = {};
  for (const [algorithm, change, hyperParameters] of ABLATIONS) {
    if (names && !names.includes(algorithm)) continue;
    const runs = cuts.map((cut, n) =>
      measureFit(data, cut, { algorithm, hyperParameters, features, engine, seed: n + 1 }),
    );
    const value = mean(runs.map(({ ndcg }) => ndcg.value));
    base[algorithm] ??= value;
    printRow([
      algorithm,
      change,
      asMeasure(runs.map(({ ndcg }) => ndcg)),
      (value - base[algorithm]).toFixed(4),
      mean(runs.map(({ seconds }) => seconds)).toFixed(1),
    ]);
  }
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const printRow = (cells) => console.log(`| ${cells.join(' | ')} |`);

function asMeasure(measures) {
  const [{ low, high }] = measures;
  const short = (value) => value.toFixed(4).replace(/^0/, '');
  return `${short(mean(measures.map(({ value }) => value)))}${low === null ? '' : ` (${short(low)}-${short(high)})`}`;
}

const nameOf = (algorithm, recipe) => (algorithm === 'AUTO' ? `AUTO: ${describe(recipe)}` : algorithm);

function asDifference({ value, low, high }) {
  const text = `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(4).replace(/^0/, '')}`;
  return low > 0 || high < 0 ? text : `(${text})`;
}

/** One alpha, or alphas by length of history. */
function asAlpha({ alpha, alphaByHistory }) {
  return alphaByHistory
    ? alphaByHistory.map(({ fromLength, alpha: share }) => `from ${fromLength}: ${share}`).join('; ')
    : alpha.toFixed(1);
}

/** What AUTO chose, as `0.62 EASE + 0.38 ITEM_KNN + 0.1 popularity`. */
function describe({ parts, prior }) {
  const members = parts.map(({ algorithm, weight }) => `${weight.toFixed(2)} ${algorithm}`);
  return [...members, ...(prior ? [`${prior.weight.toFixed(2)} popularity`] : [])].join(' + ');
}
