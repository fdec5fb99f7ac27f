import type { SparseVector } from '../sparse.js';

/** Weights of terms by how few documents have them. */
export interface TfIdfModel {
  /** Ascending by UTF-16 code units; the place of a term is its column. */
  readonly terms: readonly string[];
  readonly idf: Float64Array;
  /** Documents fitted on. */
  readonly documents: number;
  /** The column of a term, or -1. */
  columnOf(term: string): number;
}

/**
 * Smooth inverse document frequency, as scikit-learn's `TfidfVectorizer`: `idf(t) = ln((1 + n) / (1 + df(t))) + 1`, where n
 * is the number of documents and df(t) the number of them that have t. It is as if one more document had every term, so
 * that it is at least 1 and defined for any corpus. The order of the documents does not matter. O(tokens).
 */
export function fitTfIdf(documents: readonly (readonly string[])[]): TfIdfModel {
  const frequency = new Map<string, { documents: number; last: number }>();
  documents.forEach((tokens, document) => {
    for (const token of tokens) {
      const entry = frequency.get(token);
      if (!entry) frequency.set(token, { documents: 1, last: document });
      else if (entry.last !== document) {
        entry.documents++;
        entry.last = document;
      }
    }
  });
  const terms = [...frequency.keys()].sort();
  const idf = Float64Array.from(
    terms,
    (term) => Math.log((1 + documents.length) / (1 + (frequency.get(term)?.documents ?? 0))) + 1,
  );
  return restoreTfIdf(terms, idf, documents.length);
}

/** @param terms ascending, as `TfIdfModel.terms`; kept, not copied */
export function restoreTfIdf(terms: readonly string[], idf: Float64Array, documents: number): TfIdfModel {
  const columns = new Map(terms.map((term, column) => [term, column]));
  return { terms, idf, documents, columnOf: (term) => columns.get(term) ?? -1 };
}

/**
 * `tf * idf`, where tf is the number of times that the token stands in the document, divided by the Euclidean norm. Tokens
 * that the model does not know are ignored; without a known token the vector is empty.
 */
export function tfIdfVector(model: TfIdfModel, tokens: readonly string[]): SparseVector {
  const found = new Int32Array(tokens.length);
  let n = 0;
  for (const token of tokens) {
    const column = model.columnOf(token);
    if (column >= 0) found[n++] = column;
  }
  const sorted = found.subarray(0, n).sort();
  const indices = new Int32Array(n);
  const values = new Float64Array(n);
  let size = 0;
  let squares = 0;
  for (let i = 0; i < n; size++) {
    const column = sorted[i];
    let count = 0;
    for (; i < n && sorted[i] === column; i++) count++;
    const value = count * model.idf[column];
    indices[size] = column;
    values[size] = value;
    squares += value * value;
  }
  const norm = Math.sqrt(squares);
  for (let i = 0; i < size; i++) values[i] /= norm;
  return { indices: indices.slice(0, size), values: values.slice(0, size) };
}
