import { once } from 'node:events';
import { constants, getPriority, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { createEngine } from '../../compute/create-engine.js';
import { failedReply } from '../../compute/failed-reply.js';
import { readyModel, type ReadyModel } from '../../compute/ready-model.js';
import type { ContentRow } from '../../store/content.store.js';
import { toDomainError } from '../../store/database-error.js';
import { openModelReader } from '../../store/model-reader.js';
import { catalogueColumns } from '../serving-model.js';
import type { LoadReply, LoadTask } from './load-messages.js';

// The thread's entry: reads, hands on, and leaves the work to readyModel.
const { source, row, withCatalogue, inBackground } = workerData as LoadTask;
const port = parentPort!;
const send = (reply: LoadReply, transfer: ArrayBuffer[] = []): void => port.postMessage(reply, transfer);
/** Content rows handed over at once: about a millisecond of work for who takes them in. */
const ROWS_AT_ONCE = 250;

// Warnings of libraries about the platform are the same at every load; the service has given them once.
process.removeAllListeners('warning');

const { PRIORITY_BELOW_NORMAL } = constants.priority;
// Where Linux is asked, it is this thread's; elsewhere it would be the whole process's.
if (inBackground && process.platform === 'linux' && getPriority() < PRIORITY_BELOW_NORMAL)
  setPriority(PRIORITY_BELOW_NORMAL);

const reader = openModelReader(source);

async function catalogue(): Promise<ContentRow[]> {
  const all: ContentRow[] = [];
  if (!withCatalogue) return all;
  for await (const rows of reader.content(ROWS_AT_ONCE)) {
    all.push(...rows);
    send({ type: 'CONTENT', rows });
    await once(port, 'message');
  }
  return all;
}

function buffersOf({ model, tieRank, space: { vectors, cold } }: ReadyModel): ArrayBuffer[] {
  const arrays = [
    model,
    tieRank,
    vectors.rowPtr,
    vectors.column,
    vectors.value,
    cold.items,
    cold.neighbourPtr,
    cold.neighbours,
    cold.weights,
  ];
  return [...new Set(arrays.map(({ buffer }) => buffer as ArrayBuffer))];
}

try {
  const [snapshot, rows] = await Promise.all([reader.snapshot(row), catalogue()]);
  await reader.close();
  const ready = readyModel(snapshot, catalogueColumns(rows), createEngine(1));
  send({ type: 'READY', ready }, buffersOf(ready));
} catch (error) {
  send(failedReply(toDomainError(error)));
}
