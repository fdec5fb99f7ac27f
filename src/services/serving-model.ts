import { itemPlaces } from '../compute/item-places.js';
import type { CatalogueColumns } from '../compute/messages.js';
import { CONTENT_FIELDS, type ContentRecord } from '../model/content/features.js';
import { coldNeighbours, collectColdItems, createColdFinder, type ColdNeighbours } from '../model/hybrid/cold-items.js';
import type { HybridModel, ItemSpace } from '../model/hybrid/hybrid-model.js';
import { addTieRanks } from '../model/hybrid/tie-rank.js';
import { createVocabulary, type Vocabulary } from '../model/interactions.js';
import { createPrerequisites, unlockedBy, type Prerequisites } from '../model/prerequisites/prerequisites.js';
import { replaceRows, type SparseVector } from '../model/sparse.js';
import type { ContentRow } from '../store/content.store.js';
import { createCatalogueIndex, type CatalogueIndex } from './catalogue-index.js';
import { createTimeSlices, type TimeSlices } from './time-slices.js';

/** A model as it serves: the fit, and the catalogue of this moment beside it. Immutable; a change makes a new one. */
export interface ServingModel {
  readonly version: ServingVersion;
  readonly model: HybridModel;
  readonly space: ItemSpace;
  /** By place: the model's items in its order, then content added since. Null where the content was deleted. */
  readonly rows: readonly (ContentRow | null)[];
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

export function contentRecord(row: ContentRow): ContentRecord {
  const { title, description, domain, subtopic, difficultyLevel, contentType, language, tags } = row;
  return { title, description, domain, subtopic, difficultyLevel, contentType, language, tags };
}

/** The catalogue as the threads take it. */
export function catalogueColumns(rows: readonly ContentRow[]): CatalogueColumns {
  return {
    pk: Int32Array.from(rows, (row) => row.pk),
    id: rows.map((row) => row.id),
    records: rows.map(contentRecord),
  };
}

/**
 * Puts a model together with the catalogue that it was made ready for.
 * @param ready over the model's items and then the rest of `content` in its order
 */
export async function buildServingModel(
  parts: Pick<ServingModel, 'version' | 'model' | 'halfLifeDays'> & { readonly itemPk: Int32Array },
  content: readonly ContentRow[],
  { space, tieRank }: Pick<ServingModel, 'space' | 'tieRank'>,
): Promise<ServingModel> {
  const { version, model, halfLifeDays, itemPk } = parts;
  const slices = createTimeSlices();
  const places = itemPlaces({ itemPk }, { pk: Int32Array.from(content, (row) => row.pk) });
  await slices.next();
  const rows: (ContentRow | null)[] = Array.from(places.row, (row) => (row < 0 ? null : content[row]));
  await slices.next();
  const fixed = { version, model, halfLifeDays, places: createVocabulary(places.pk), space, tieRank };
  return { ...fixed, ...(await lookUps(rows, slices)) };
}

/**
 * The same model with some content rows new or changed; gives way to other work all the while. What a row's change does not
 * touch is taken over as it is.
 * @param isWhole whether these are all rows: then those that are not among them are gone
 */
export async function withContent(
  serving: ServingModel,
  changed: readonly ContentRow[],
  isWhole = false,
): Promise<ServingModel> {
  const { model } = serving;
  const slices = createTimeSlices();
  const rows: (ContentRow | null)[] = isWhole
    ? new Array<ContentRow | null>(serving.rows.length).fill(null)
    : [...serving.rows];
  const added: number[] = [];
  const fresh = new Map<number, SparseVector>();
  for (const row of changed) {
    let place = serving.places.indexOf(row.pk);
    if (place < 0) {
      place = rows.length;
      added.push(row.pk);
    }
    rows[place] = row;
    const before = serving.rows[place];
    if (!before || !isSameRecord(before, row)) fresh.set(place, model.content.vectorise(contentRecord(row)));
    if (slices.isOver()) await slices.next();
  }
  if (isWhole) rows.forEach((row, place) => void (!row && serving.rows[place] && fresh.set(place, NOTHING)));
  const changedSpace = fresh.size > 0 && { space: await changeSpace(serving, fresh, rows.length, slices) };
  const longer = added.length > 0 && addPlaces(serving, added, rows);
  return { ...serving, ...changedSpace, ...longer, ...(await lookUps(rows, slices)) };
}

const RECORD_FIELDS = CONTENT_FIELDS.filter((field) => field !== 'tags');

function isSameRecord(a: ContentRow, b: ContentRow): boolean {
  return (
    RECORD_FIELDS.every((field) => a[field] === b[field]) &&
    a.tags.length === b.tags.length &&
    a.tags.every((tag, n) => tag === b.tags[n])
  );
}

/** Cold items take their scores from warm ones: those found before hold as long as no warm one has changed. */
async function changeSpace(
  { model, space }: ServingModel,
  fresh: ReadonlyMap<number, SparseVector>,
  size: number,
  slices: TimeSlices,
): Promise<ItemSpace> {
  const isCold = (place: number): boolean => !(model.popularity[place] > 0);
  const vectors = replaceRows(space.vectors, fresh, size);
  const areWarmSame = [...fresh.keys()].every(isCold);
  const find = createColdFinder(vectors, isCold);
  const found = new Map<number, ColdNeighbours>();
  for (let place = 0; place < size; place++) {
    if (slices.isOver()) await slices.next();
    if (!isCold(place)) continue;
    const known = areWarmSame && !fresh.has(place) ? coldNeighbours(space.cold, place) : null;
    found.set(place, known ?? find(place));
  }
  return { vectors, cold: collectColdItems(found) };
}

function addPlaces(
  { places, tieRank }: ServingModel,
  added: readonly number[],
  rows: readonly (ContentRow | null)[],
): Pick<ServingModel, 'places' | 'tieRank'> {
  const pks = new Int32Array(rows.length);
  pks.set(places.keys);
  pks.set(added, places.size);
  const ids = rows.map((row) => row?.id ?? '');
  return { places: createVocabulary(pks), tieRank: addTieRanks(tieRank, ids) };
}

/** What is looked up by the rows alone. */
async function lookUps(
  rows: readonly (ContentRow | null)[],
  slices: TimeSlices,
): Promise<
  Pick<ServingModel, 'rows' | 'placeById' | 'hidden' | 'firstAddedAt' | 'prerequisites' | 'dependents' | 'index'>
> {
  const placeById = new Map<string, number>();
  const hidden = new Uint8Array(rows.length);
  for (let place = 0; place < rows.length; place++) {
    const row = rows[place];
    if (row) placeById.set(row.id, place);
    if (!row || row.retiredAt) hidden[place] = 1;
    if (slices.isOver()) await slices.next();
  }
  const prerequisites = createPrerequisites(
    rows.map((row) =>
      row && row.prerequisites.length > 0 ? row.prerequisites.map((id) => placeById.get(id) ?? -1) : [],
    ),
  );
  await slices.next();
  const firstAddedAt = rows.reduce((first, row) => (row ? Math.min(first, row.createdAt.getTime()) : first), Infinity);
  if (slices.isOver()) await slices.next();
  return {
    rows,
    placeById,
    hidden,
    firstAddedAt,
    prerequisites,
    dependents: unlockedBy(prerequisites),
    index: createCatalogueIndex(rows),
  };
}
