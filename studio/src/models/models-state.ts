/** Windows of the report on a model's lists, in days. */
export const REPORT_DAYS: readonly number[] = [7, 30, 90];
const DEFAULT_DAYS = 30;

/** What the view shows, as it stands in the address. */
export interface ModelsState {
  /** Id of the model that is open; null: the one in service. */
  readonly model: string | null;
  /** Id of the model that it is compared with. */
  readonly compare: string | null;
  /** Whether the form of a training is open. */
  readonly train: boolean;
  /** Id of the training that is followed. */
  readonly job: string | null;
  /** Days of the report on what became of its lists. */
  readonly days: number;
}

export function readModels(params: URLSearchParams): ModelsState {
  return {
    model: params.get('model') || null,
    compare: params.get('compare') || null,
    train: params.get('train') === '1',
    job: params.get('job') || null,
    days: REPORT_DAYS.find((days) => String(days) === params.get('days')) ?? DEFAULT_DAYS,
  };
}

export function writeModels({ model, compare, train, job, days }: ModelsState): URLSearchParams {
  return new URLSearchParams({
    ...(model !== null && { model }),
    ...(compare !== null && { compare }),
    ...(train && { train: '1' }),
    ...(job !== null && { job }),
    ...(days !== DEFAULT_DAYS && { days: String(days) }),
  });
}
