import type pg from 'pg';
import { judgePrerequisites, type PrerequisiteChange, type PrerequisiteFault } from './judge-prerequisites.js';

/** Any number: the advisory lock under which prerequisites change, so that two writers cannot close a circle together. */
const PREREQUISITES_LOCK = 7_235_911;

/** Select expression: ids of the prerequisites of the content row `t`, in their order. */
export const PREREQUISITE_IDS = `coalesce((SELECT array_agg(p.id ORDER BY r.position) FROM content_prerequisites r
  JOIN content p ON p.pk = r.prerequisite_pk WHERE r.content_pk = t.pk), '{}')`;

/** Which rows cannot be written; until the transaction ends no other one changes prerequisites. */
export async function judgeWithin(
  client: pg.ClientBase,
  rows: readonly (PrerequisiteChange & { readonly title?: string | undefined })[],
): Promise<PrerequisiteFault[]> {
  const changes = rows.filter(({ prerequisites }) => prerequisites !== undefined);
  if (changes.length === 0) return [];
  await client.query(`/* lock prerequisites */ SELECT pg_advisory_xact_lock(${PREREQUISITES_LOCK})`);
  const named = changes.flatMap(({ prerequisites }) => prerequisites ?? []);
  if (named.length === 0) return [];
  const { rows: reached } = await client.query<{ id: string; prerequisites: string[] }>(
    `/* reach of prerequisites */ WITH RECURSIVE reach(pk) AS (
       SELECT pk FROM content WHERE id = ANY($1::text[])
       UNION SELECT r.prerequisite_pk FROM content_prerequisites r JOIN reach ON r.content_pk = reach.pk)
     SELECT t.id, ${PREREQUISITE_IDS} AS prerequisites FROM reach JOIN content t USING (pk)`,
    [[...new Set([...rows.map(({ id }) => id), ...named])]],
  );
  const known = new Set(reached.map(({ id }) => id));
  // New content without a title is not written, so that nothing can require it.
  const writable = rows.filter(({ id, title }) => known.has(id) || title !== undefined);
  return judgePrerequisites(writable, {
    known,
    of: new Map(reached.map(({ id, prerequisites }) => [id, prerequisites])),
  });
}

/** Replaces the prerequisites of the rows that give some. @param rows with the keys under which they are stored */
export async function writePrerequisites(
  client: pg.ClientBase,
  rows: readonly { readonly pk: number; readonly prerequisites?: readonly string[] | undefined }[],
): Promise<void> {
  const given = rows.filter(({ prerequisites }) => prerequisites !== undefined);
  if (given.length === 0) return;
  await client.query('/* clear prerequisites */ DELETE FROM content_prerequisites WHERE content_pk = ANY($1::int[])', [
    given.map(({ pk }) => pk),
  ]);
  const edges = given.flatMap(({ pk, prerequisites }) => prerequisites!.map((id, position) => ({ pk, id, position })));
  if (edges.length === 0) return;
  await client.query(
    `/* write prerequisites */ INSERT INTO content_prerequisites (content_pk, prerequisite_pk, position)
       SELECT i.pk, p.pk, i.position FROM unnest($1::int[], $2::text[], $3::int[]) AS i(pk, id, position)
       JOIN content p ON p.id = i.id`,
    [edges.map(({ pk }) => pk), edges.map(({ id }) => id), edges.map(({ position }) => position)],
  );
}
