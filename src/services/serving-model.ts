import type { ContentRecord } from '../model/content/features.js';
import { coldNeighbours, type ColdNeighbours } from '../model/hybrid/cold-items.js';
import { createItemSpace, type HybridModel, type ItemSpace } from '../model/hybrid/hybrid-model.js';
import { tieRanks } from '../model/hybrid/tie-rank.js';
import { createVocabulary, type Vocabulary } from '../model/interactions.js';
import { createPrerequisites, unlockedBy, type Prerequisites } from '../model/prerequisites/prerequisites.js';
import { stackRows, type SparseVector } from '../model/sparse.js';
import type { ContentRow } from '../store/content.store.js';
import { createCatalogueIndex, type CatalogueIndex } from './catalogue-index.js';

/** A model as it serves: the fit, and the catalogue of this moment beside it. Immutable; a change makes a new one. */
export interface ServingModel {
  readonly version: ServingVersion;
  readonly model: HybridModel;
  readonly space: ItemSpace;
  /** By place: the model's items in its order, then content added since. Null where the content was deleted. */
  readonly rows: readonly (ContentRow | null)[];
  readonly vectors: readonly SparseVector[];
  readonly places: Vocabulary;
  readonly placeById: ReadonlyMap<string, number>;
  /** When the first content of the catalogue was added, milliseconds since 1970; Infinity where there is none. */
  readonly firstAddedAt: number;
  /** 1: never recommended (retired or deleted). */
  readonly hidden: Uint8Array;
  readonly tieRank: Int32Array;
  /** What each place requires, and what requires it. */
  readonly prerequisites: Prerequisites;
  readonly dependents: Prerequisites;
  /** For filters. */
  readonly index: CatalogueIndex;
  /** Days in which an engagement's strength halves. */
  readonly halfLifeDays: number;
}

export interface ServingVersion {
  readonly id: string;
  readonly trainedAt: Date;
  /** Learners of the training data. */
  readonly learners: number;
  /** The newest engagement of the training data: ages count from here, or from a newer engagement. */
  readonly lastEngagementAt: Date | null;
}

const NOTHING: SparseVector = { indices: new Int32Array(0), values: new Float64Array(0) };
/** Texts turned into vectors before other work may run. */
const TEXTS_A_TURN = 200;

export function contentRecord(row: ContentRow): ContentRecord {
  const { title, description, domain, subtopic, difficultyLevel, contentType, language, tags } = row;
  return { title, description, domain, subtopic, difficultyLevel, contentType, language, tags };
}

/** Builds from all content rows; gives way to other work between batches of texts. */
export async function buildServingModel(
  parts: Pick<ServingModel, 'version' | 'model' | 'halfLifeDays'> & { readonly itemPk: Int32Array },
  content: readonly ContentRow[],
): Promise<ServingModel> {
  const byPk = new Map(content.map((row) => [row.pk, row]));
  const rows: (ContentRow | null)[] = Array.from(parts.itemPk, (pk) => byPk.get(pk) ?? null);
  const known = new Set(parts.itemPk);
  const added = content.filter((row) => !known.has(row.pk));
  rows.push(...added);
  const pks = new Int32Array(rows.length);
  pks.set(parts.itemPk);
  added.forEach((row, n) => (pks[parts.itemPk.length + n] = row.pk));
  const vectors: SparseVector[] = [];
  for (const row of rows) {
    vectors.push(row ? parts.model.content.vectorise(contentRecord(row)) : NOTHING);
    if (vectors.length % TEXTS_A_TURN === 0) await new Promise(setImmediate);
  }
  return assemble(parts, rows, vectors, pks);
}

/** The same model with some content rows new or changed. */
export function withContent(serving: ServingModel, changed: readonly ContentRow[]): ServingModel {
  const rows = [...serving.rows];
  const vectors = [...serving.vectors];
  const added: number[] = [];
  for (const row of changed) {
    let place = serving.places.indexOf(row.pk);
    if (place < 0) {
      place = rows.length;
      added.push(row.pk);
    }
    rows[place] = row;
    const vector = serving.model.content.vectorise(contentRecord(row));
    if (!vectors[place] || !isSameVector(vectors[place], vector)) vectors[place] = vector;
  }
  const pks = new Int32Array(rows.length);
  pks.set(serving.places.keys);
  pks.set(added, serving.places.size);
  return assemble(serving, rows, vectors, pks, serving);
}

function isSameVector(a: SparseVector, b: SparseVector): boolean {
  return (
    a.indices.length === b.indices.length &&
    a.indices.every((index, n) => index === b.indices[n] && a.values[n] === b.values[n])
  );
}

/** What unchanged new content takes its scores from, as long as no content that it could be taken from has changed. */
function knownNeighbours(
  { popularity }: HybridModel,
  before: ServingModel,
  vectors: readonly SparseVector[],
): (item: number) => ColdNeighbours | null {
  const isSame = (item: number): boolean => vectors[item] === before.vectors[item];
  for (let item = 0; item < popularity.length; item++) if (popularity[item] > 0 && !isSame(item)) return () => null;
  return (item) => (isSame(item) ? coldNeighbours(before.space.cold, item) : null);
}

function assemble(
  parts: Pick<ServingModel, 'version' | 'model' | 'halfLifeDays'>,
  rows: readonly (ContentRow | null)[],
  vectors: readonly SparseVector[],
  pks: Int32Array,
  before?: ServingModel,
): ServingModel {
  const { version, model, halfLifeDays } = parts;
  const placeById = new Map<string, number>();
  const hidden = new Uint8Array(rows.length);
  rows.forEach((row, place) => {
    if (row) placeById.set(row.id, place);
    if (!row || row.retiredAt) hidden[place] = 1;
  });
  const prerequisites = createPrerequisites(
    rows.map((row) => (row ? row.prerequisites.map((id) => placeById.get(id) ?? -1) : [])),
  );
  return {
    version,
    model,
    halfLifeDays,
    rows,
    prerequisites,
    dependents: unlockedBy(prerequisites),
    vectors,
    placeById,
    hidden,
    firstAddedAt: rows.reduce((first, row) => (row ? Math.min(first, row.createdAt.getTime()) : first), Infinity),
    index: createCatalogueIndex(rows),
    space: createItemSpace(
      model,
      stackRows(vectors, model.content.columns),
      before && knownNeighbours(model, before, vectors),
    ),
    places: createVocabulary(pks),
    tieRank: tieRanks(rows.map((row) => row?.id ?? '')),
  };
}
