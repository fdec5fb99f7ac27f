import type { FailedReply } from '../../compute/failed-reply.js';
import type { ReadyModel } from '../../compute/ready-model.js';
import type { ContentRow } from '../../store/content.store.js';
import type { ModelSource } from '../../store/model-reader.js';
import type { SnapshotRow } from '../../store/snapshots/snapshot-bytes.js';

/** What the thread is started with. */
export interface LoadTask {
  readonly source: ModelSource;
  readonly row: SnapshotRow;
  /** Whether the catalogue is wanted too; else the model is only looked at. */
  readonly withCatalogue: boolean;
  /** Whether requests are answered meanwhile, which go before. */
  readonly inBackground: boolean;
}

/**
 * Thread to service. Each part of the catalogue waits until the service has asked for the next by a message of any kind, so that
 * taking them in never keeps requests waiting.
 */
export type LoadReply =
  | { readonly type: 'CONTENT'; readonly rows: readonly ContentRow[] }
  | { readonly type: 'READY'; readonly ready: ReadyModel }
  | FailedReply;
