import { join } from 'node:path';
import type { SeedData } from '../../seed/seed-data.js';
import { ENGAGEMENT_TYPES, MISSING } from '../model/engagement.js';
import { writeRecords } from '../services/export/export-file.js';
import type { ExportRows } from '../services/export/records.js';

interface CsvOptions {
  readonly onProgress?: (fraction: number, detail: string) => void;
  readonly signal?: AbortSignal | undefined;
}

const ROWS_PER_BATCH = 5000;

/** Writes generated rows as `learnrec export` would write them: users.csv, content.csv and engagements.csv. */
export async function writeSeedCsv(folder: string, data: SeedData, options: CsvOptions = {}): Promise<void> {
  const { learners, catalogue, engagements } = data;
  const { signal } = options;
  const csv = { format: 'csv', signal } as const;
  await writeRecords('users', [learners.rows], { ...csv, path: join(folder, 'users.csv') });
  const contents = catalogue.rows.map((row) => ({ ...row, retiredAt: null }));
  await writeRecords('content', [contents], { ...csv, path: join(folder, 'content.csv') });
  await writeRecords('engagements', batchesOf(data), {
    ...csv,
    path: join(folder, 'engagements.csv'),
    onProgress: (rows) =>
      options.onProgress?.(rows / engagements.length, `${rows.toLocaleString('en-US')} engagements written`),
  });
}

function* batchesOf({ learners, catalogue, engagements }: SeedData): Generator<ExportRows['engagements'][]> {
  for (let from = 0; from < engagements.length; from += ROWS_PER_BATCH)
    yield Array.from({ length: Math.min(ROWS_PER_BATCH, engagements.length - from) }, (_, place) => {
      const row = from + place;
      const { durationSeconds, liked } = engagements;
      return {
        userId: learners.rows[engagements.userPk[row]].id,
        contentId: catalogue.rows[engagements.contentPk[row]].id,
        timestamp: new Date(engagements.timestamp[row]),
        durationSeconds: durationSeconds[row] === MISSING ? null : durationSeconds[row],
        liked: liked[row] === MISSING ? null : liked[row] === 1,
        engagementType: ENGAGEMENT_TYPES[engagements.type[row]],
        idempotencyKey: null,
      };
    });
}
