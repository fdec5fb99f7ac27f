import type { SparseRows, SparseVector } from '../sparse.js';
import { rowOf, stackRows } from '../sparse.js';
import { CONTENT_FIELDS, fieldTerms, type ContentField, type ContentRecord } from './features.js';
import { gramRows } from './gram-rows.js';
import { fitTfIdf, tfIdfVector } from './tf-idf.js';

/** Lengths of the blocks before the whole row is normalised; 0 leaves a block out. */
export interface BlockWeights extends Readonly<Record<ContentField, number>> {
  /** Pieces of 3 to 5 characters of the title's words. */
  readonly grams: number;
}

export const DEFAULT_BLOCK_WEIGHTS: BlockWeights = {
  title: 1,
  grams: 1,
  description: 0.5,
  domain: 0.4,
  subtopic: 0.5,
  difficultyLevel: 0.2,
  contentType: 0.2,
  language: 0.5,
  tags: 0.6,
};

interface Block {
  readonly columns: number;
  readonly weight: number;
  row(record: number): SparseVector;
}

/**
 * Phi, what the collaborative half may know of the contents: one row of norm 1 per content (empty where nothing is known), so
 * that `Phi Phi'` is how alike two contents are, 0 to 1. A row is blocks beside each other, each of norm 1 times its weight:
 * tf-idf of the title's words, of the pieces of 3 to 5 characters of these (gram-rows.ts), of the description's words, and
 * of the values of each metadata field. Unlike the content half's vectors these are never shown, so that they may hold what no
 * reason could name. O(characters + tokens).
 * @param pause called now and then with the part that is done, 0 to 1
 */
export function stackFeatures(
  records: readonly ContentRecord[],
  pause?: (fraction: number) => void,
  weights: BlockWeights = DEFAULT_BLOCK_WEIGHTS,
): SparseRows {
  const blocks = CONTENT_FIELDS.filter((field) => weights[field] > 0).map((field) =>
    fieldBlock(records, field, weights[field]),
  );
  if (weights.grams > 0) {
    const rows = gramRows(
      records.map((record) => record.title),
      (fraction) => pause?.(0.5 * fraction),
    );
    blocks.push({ columns: rows.columns, weight: weights.grams, row: (record) => rowOf(rows, record) });
  }
  const joined = records.map((_, record) => {
    if (record % 256 === 255) pause?.(0.5 + (0.5 * record) / records.length);
    return joinBlocks(blocks, record);
  });
  return stackRows(
    joined,
    blocks.reduce((sum, { columns }) => sum + columns, 0),
  );
}

function fieldBlock(records: readonly ContentRecord[], field: ContentField, weight: number): Block {
  const all = fitTfIdf(records.map((record) => fieldTerms(record, field, {})));
  // What all contents have makes none of them more alike: at the smooth idf's least, 1.
  const known = new Set(all.terms.filter((_, column) => all.idf[column] > 1));
  const termsOf = (record: ContentRecord): string[] => fieldTerms(record, field, {}).filter((term) => known.has(term));
  const model = known.size === all.terms.length ? all : fitTfIdf(records.map(termsOf));
  return { columns: model.terms.length, weight, row: (record) => tfIdfVector(model, termsOf(records[record])) };
}

function joinBlocks(blocks: readonly Block[], record: number): SparseVector {
  const parts = blocks.map((block) => block.row(record));
  let size = 0;
  let squares = 0;
  parts.forEach((part, b) => {
    size += part.indices.length;
    if (part.indices.length > 0) squares += blocks[b].weight ** 2;
  });
  const indices = new Int32Array(size);
  const values = new Float64Array(size);
  const scale = 1 / Math.sqrt(squares);
  let at = 0;
  let start = 0;
  parts.forEach((part, b) => {
    for (let p = 0; p < part.indices.length; p++, at++) {
      indices[at] = start + part.indices[p];
      values[at] = scale * blocks[b].weight * part.values[p];
    }
    start += blocks[b].columns;
  });
  return { indices, values };
}
