import { DomainError } from '../../errors.js';
import type { DifficultyLevel } from '../engagement.js';
import type { SparseVector } from '../sparse.js';
import { foldCase } from './fold-case.js';
import { fitTfIdf, restoreTfIdf, tfIdfVector, type TfIdfModel } from './tf-idf.js';
import { tokenize, type TokenizerOptions } from './tokenizer.js';

/** What the content half knows of one piece of content. */
export interface ContentRecord {
  readonly title: string;
  readonly description: string | null;
  readonly domain: string | null;
  readonly subtopic: string | null;
  /** Null: suits all levels. */
  readonly difficultyLevel: DifficultyLevel | null;
  readonly contentType: string | null;
  readonly language: string | null;
  readonly tags: readonly string[];
}

/** The fields that have columns, in the order of their columns. */
export const CONTENT_FIELDS = [
  'title',
  'description',
  'domain',
  'subtopic',
  'difficultyLevel',
  'contentType',
  'language',
  'tags',
] as const satisfies readonly (keyof ContentRecord)[];
export type ContentField = (typeof CONTENT_FIELDS)[number];

/**
 * The length of each field's part before the whole is normalised; the squares are the fields' shares of a vector that has
 * them all. Guided by NDCG@10 of content-only rankings on two catalogues of online courses, where most are on a plateau.
 * Two are judgement: descriptions cost a little there (.1272 at 0, .1253 at 0.25) and are kept for content whose title says
 * little; no catalogue at hand has several content types.
 */
export const DEFAULT_WEIGHTS: Readonly<Record<ContentField, number>> = {
  title: 1,
  description: 0.25,
  domain: 0.4,
  subtopic: 0.5,
  difficultyLevel: 0.2,
  contentType: 0.2,
  language: 0.5,
  tags: 0.6,
};

export interface ContentModelOptions extends TokenizerOptions {
  /** At least 0 each; 0 leaves a field out; default `DEFAULT_WEIGHTS`. */
  readonly weights?: Partial<Readonly<Record<ContentField, number>>>;
}

/** A fitted model as plain values and arrays: what a snapshot stores. */
export interface ContentModelState {
  readonly options: Required<TokenizerOptions> & { readonly weights: Readonly<Record<ContentField, number>> };
  readonly documents: number;
  /** Ascending; one column each, fields in the order of `CONTENT_FIELDS`. */
  readonly terms: Readonly<Record<ContentField, readonly string[]>>;
  /** By column. */
  readonly idf: Float64Array;
}

/** Turns content into vectors whose dot product is their cosine, 0 to 1. */
export interface ContentModel {
  readonly columns: number;
  /** Norm 1, or empty where nothing of the record is known to the model. */
  vectorise(record: ContentRecord): SparseVector;
  /** The field and the term (a folded word, or a whole folded value) that a column stands for. */
  describe(column: number): { readonly field: ContentField; readonly term: string };
  state(): ContentModelState;
}

/**
 * Fits vocabulary and idf per field. A field is a namespace: a word of a title and the same word of a description are
 * different columns, which ranks better on real courses than one vocabulary and lets a reason name the field. Words of
 * title and description are terms; so is each whole tag, domain, subtopic, level, type and language. Each field's part of a
 * vector is tf-idf of norm 1 times the field's weight (within a field of one value idf thus cancels); the whole is of norm 1.
 * A value of a metadata field that all contents have, such as the one language of a catalogue, has no column: it makes
 * nothing more alike, and is no reason for anything.
 * @throws DomainError BAD_USER_INPUT for a weight that is negative or not finite
 */
export function fitContentModel(records: readonly ContentRecord[], options: ContentModelOptions = {}): ContentModel {
  const complete: ContentModelState['options'] = {
    stopWords: options.stopWords ?? 'ENGLISH',
    stemming: options.stemming ?? 'NONE',
    weights: { ...DEFAULT_WEIGHTS, ...options.weights },
  };
  for (const field of CONTENT_FIELDS) {
    const weight = complete.weights[field];
    if (!(weight >= 0 && weight < Infinity))
      throw new DomainError('BAD_USER_INPUT', `The weight of ${field} must be a finite number of at least 0.`, {
        field,
      });
  }
  const models = CONTENT_FIELDS.map((field) =>
    fitTfIdf(complete.weights[field] > 0 ? tellingTerms(records, field, complete) : []),
  );
  return createContentModel(complete, records.length, models);
}

/** The terms of each record, of metadata without the values that all have. */
function tellingTerms(
  records: readonly ContentRecord[],
  field: ContentField,
  options: TokenizerOptions,
): (readonly string[])[] {
  const all = records.map((record) => fieldTerms(record, field, options));
  if (field === 'title' || field === 'description' || all.length < 2) return all;
  const common = all.reduce((left, terms) => left.filter((term) => terms.includes(term)));
  return common.length === 0 ? all : all.map((terms) => terms.filter((term) => !common.includes(term)));
}

/** @param state as `ContentModel.state` gave it, also after a round through JSON and bytes */
export function restoreContentModel(state: ContentModelState): ContentModel {
  let column = 0;
  const models = CONTENT_FIELDS.map((field) => {
    const terms = state.terms[field];
    const first = column;
    column += terms.length;
    return restoreTfIdf(terms, state.idf.subarray(first, column), state.documents);
  });
  return createContentModel(state.options, state.documents, models);
}

function createContentModel(
  options: ContentModelState['options'],
  documents: number,
  models: readonly TfIdfModel[],
): ContentModel {
  const start = new Int32Array(models.length + 1);
  models.forEach((model, f) => (start[f + 1] = start[f] + model.terms.length));
  const columns = start[models.length];
  return {
    columns,
    vectorise: (record) => {
      const parts = CONTENT_FIELDS.map((field, f) => tfIdfVector(models[f], fieldTerms(record, field, options)));
      const size = parts.reduce((sum, part) => sum + part.indices.length, 0);
      let squares = 0;
      parts.forEach((part, f) => (squares += part.indices.length > 0 ? options.weights[CONTENT_FIELDS[f]] ** 2 : 0));
      const indices = new Int32Array(size);
      const values = new Float64Array(size);
      let place = 0;
      parts.forEach((part, f) => {
        const scale = options.weights[CONTENT_FIELDS[f]] / Math.sqrt(squares);
        for (let i = 0; i < part.indices.length; i++, place++) {
          indices[place] = start[f] + part.indices[i];
          values[place] = scale * part.values[i];
        }
      });
      return { indices, values };
    },
    describe: (column) => {
      const f = CONTENT_FIELDS.findIndex((_, field) => column < start[field + 1]);
      return { field: CONTENT_FIELDS[f], term: models[f].terms[column - start[f]] };
    },
    state: () => {
      const idf = new Float64Array(columns);
      models.forEach((model, f) => idf.set(model.idf, start[f]));
      const terms = Object.fromEntries(CONTENT_FIELDS.map((field, f) => [field, models[f].terms]));
      return { options, documents, terms: terms as unknown as ContentModelState['terms'], idf };
    },
  };
}

/** The terms of one field, repeats kept in texts. */
export function fieldTerms(record: ContentRecord, field: ContentField, options: TokenizerOptions): readonly string[] {
  const value = record[field];
  if (value === null) return [];
  if (field === 'title' || field === 'description') return tokenize(value as string, options);
  const values = typeof value === 'string' ? [value] : value;
  return [...new Set(values.map((one) => foldCase(one).trim()))].filter((one) => one !== '');
}
