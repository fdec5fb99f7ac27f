import { createFolderChunks } from './folder-chunks.js';
import { createS3Chunks, type S3Settings } from './s3-chunks.js';
import type { SnapshotPlace, SnapshotPlaces } from './snapshot-bytes.js';

/** Which places are set up, as plain values. */
export interface PlaceSettings {
  /** Where new ones go. */
  readonly place: SnapshotPlace;
  /** Absolute path; undefined: none is read from a folder. */
  readonly folder: string | undefined;
  /** Undefined: none is read from a bucket. */
  readonly s3: S3Settings | undefined;
}

export function openPlaces({ place, folder, s3 }: PlaceSettings): SnapshotPlaces {
  return {
    place,
    chunks: {
      ...(folder !== undefined && { FOLDER: createFolderChunks(folder) }),
      ...(s3 && { S3: createS3Chunks(s3) }),
    },
  };
}

export function closePlaces({ chunks }: SnapshotPlaces): void {
  for (const store of Object.values(chunks)) store.close();
}
