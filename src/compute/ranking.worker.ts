import { workerData } from 'node:worker_threads';
import { createEngine } from './create-engine.js';
import { helpWith, type RankingWorkerData } from './ranking-crew.js';

// A helping thread: works on one job until it is done.
const engine = createEngine(1);
helpWith((workerData as RankingWorkerData).job, engine);
engine.close();
