/** What of the configuration may be shown to readers. */
export interface Settings {
  readonly version: string;
  readonly gate: 'STRICT' | 'OFF';
  /** Newest models that are kept, the active one besides; 0 for all. */
  readonly keepModels: number;
  readonly worker: 'INSIDE' | 'APART';
  /** Cron expression, in UTC. */
  readonly retrainSchedule: string | null;
  /** New engagements; 0 for never. */
  readonly retrainAfter: number;
  readonly poolSize: number;
}
