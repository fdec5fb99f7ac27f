import type { GraphQLClient } from './graphql-client.js';
import { waitFor } from './wait-for.js';

export interface JobState {
  readonly id: string;
  readonly status: string;
  readonly phase: string;
  readonly progress: number;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly model: { readonly id: string; readonly isActive: boolean; readonly note: string | null } | null;
}

const JOB = `query ($id: ID!) {
  trainingJob(id: $id) { id status phase progress startedAt finishedAt error { code message } model { id isActive note } }
}`;

export async function readJob(client: GraphQLClient, id: string): Promise<JobState> {
  return (await client.data<{ trainingJob: JobState }>(JOB, { id })).trainingJob;
}

/** Follows a training until it has ended, however that is. */
export async function followJob(client: GraphQLClient, id: string, seconds?: number): Promise<JobState> {
  let job = await readJob(client, id);
  await waitFor(async () => {
    job = await readJob(client, id);
    return job.finishedAt !== null;
  }, seconds);
  return job;
}

/** Asks for a training. @throws Error when it is refused */
export async function startTraining(admin: GraphQLClient, input: string): Promise<string> {
  const { retrain } = await admin.data<{ retrain: { trainingJob: { id: string } | null; userErrors: unknown[] } }>(
    `mutation { retrain(input: ${input}) { trainingJob { id } userErrors { path message code } } }`,
  );
  if (!retrain.trainingJob) throw new Error(`refused: ${JSON.stringify(retrain.userErrors)}`);
  return retrain.trainingJob.id;
}
