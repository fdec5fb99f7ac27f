import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { engagementStrength, type EngagementColumns } from '../model/engagement.js';

/** What Spark reads: `opinion` is 1 liked, 0 disliked, -1 none; `at` is in milliseconds since 1970. */
const COLUMNS = [
  { name: 'user', type: 'INT32' },
  { name: 'item', type: 'INT32' },
  { name: 'at', type: 'INT64' },
  { name: 'strength', type: 'FLOAT' },
  { name: 'opinion', type: 'INT32' },
] as const;

const SCHEMA = [
  { name: 'engagements', num_children: COLUMNS.length },
  ...COLUMNS.map((column) => ({ ...column, repetition_type: 'REQUIRED' as const })),
];

/** Rows of a file: about 25 MB, which is what writing them takes in memory. */
const ROWS_PER_FILE = 1_000_000;
/** Rows encoded in one go: some milliseconds. */
export const ROWS_PER_GROUP = 50_000;

export interface WriteOptions {
  /** Called with the rows written so far. */
  readonly onRows?: (rows: number) => void;
  /** Rows after which a file is full, give or take a group; default a million. */
  readonly rowsPerFile?: number;
}

/**
 * Writes engagements as Parquet files, each row with the strength that a fit gives it (without recency).
 * Not compressed: keys and instants hardly shrink, and it would take several times as long.
 * @param put stores a file
 * @returns rows written
 */
export async function writeEngagements(
  parts: AsyncIterable<EngagementColumns> | Iterable<EngagementColumns>,
  put: (name: string, bytes: Uint8Array) => Promise<void>,
  { onRows = () => undefined, rowsPerFile = ROWS_PER_FILE }: WriteOptions = {},
): Promise<number> {
  let rows = 0;
  let files = 0;
  let inFile = 0;
  let open = openFile();
  const close = async (): Promise<void> => {
    open.parquet.finish();
    await put(`part-${String(files++).padStart(5, '0')}.parquet`, open.bytes.getBytes());
    open = openFile();
    inFile = 0;
  };
  for await (const part of parts) {
    for (let from = 0; from < part.length; from += ROWS_PER_GROUP) {
      const to = Math.min(part.length, from + ROWS_PER_GROUP);
      open.parquet.write({ columnData: columnData(part, from, to), rowGroupSize: ROWS_PER_GROUP });
      rows += to - from;
      inFile += to - from;
      if (inFile >= rowsPerFile) await close();
      onRows(rows);
    }
  }
  if (inFile > 0 || files === 0) await close();
  return rows;
}

function openFile(): { bytes: ByteWriter; parquet: ParquetWriter } {
  const bytes = new ByteWriter();
  return {
    bytes,
    parquet: new ParquetWriter({ writer: bytes, schema: SCHEMA, codec: 'UNCOMPRESSED', statistics: false }),
  };
}

function columnData(part: EngagementColumns, from: number, to: number) {
  const length = to - from;
  const at = new BigInt64Array(length);
  const strength = new Float32Array(length);
  for (let i = 0, row = from; row < to; i++, row++) {
    at[i] = BigInt(part.timestamp[row]);
    strength[i] = engagementStrength(part.type[row], part.durationSeconds[row], part.liked[row], 0, Infinity);
  }
  const data = {
    user: part.userPk.subarray(from, to),
    item: part.contentPk.subarray(from, to),
    at,
    strength,
    opinion: Int32Array.from(part.liked.subarray(from, to)),
  };
  return COLUMNS.map(({ name }) => ({ name, data: data[name] }));
}
