import { fileURLToPath } from 'node:url';
import { availableParallelism } from 'node:os';
import { startOnCore, stop } from './process.mjs';

const CLI = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));

/** For AUTO, so that the whole measurement takes some minutes. */
const BUDGET_SECONDS = 45;

/** A worker that takes trainings from the queue, apart from the service; it gives way to what sends and times the requests. */
export async function startWorker(env) {
  const child = startOnCore(availableParallelism() - 1, [CLI, 'worker'], {
    env: { ...env, LOG_LEVEL: 'info' },
    givesWay: true,
  });
  return { close: () => stop(child) };
}

/** Asks for a training. */
export function retrain(url, token) {
  const ask = async (query, variables) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const body = JSON.stringify({ query, variables });
    return (await fetch(`${url}graphql`, { method: 'POST', headers, body })).json();
  };
  const job = ask(`mutation { retrain(input: { timeBudgetSeconds: ${BUDGET_SECONDS} }) { trainingJob { id } } }`).then(
    ({ data }) => data.retrain.trainingJob.id,
  );
  return {
    ended: async () => {
      const { data } = await ask('query ($id: ID!) { trainingJob(id: $id) { status } }', { id: await job });
      return !['QUEUED', 'RUNNING'].includes(data.trainingJob.status);
    },
  };
}
